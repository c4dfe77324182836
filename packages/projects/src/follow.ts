import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client, RunInfo, RunStatus } from '@millrace/sdk'
import type { OutputChunk, RunEnd, SubmittedRun } from './backends/backend.ts'
import { OutputLog } from './output-log.ts'
import type { RunHandle } from './run-handle.ts'

/** What is done with a run from here on. */
export interface Following {
  readonly client: Client
  readonly run: RunInfo
  /** Sets it going. */
  readonly launch: (signal: AbortSignal) => Promise<SubmittedRun>
  readonly onOutput: ((chunk: OutputChunk) => void | Promise<void>) | undefined
  readonly report: (line: string) => void
  /** Lets go of what the run needed. */
  readonly release: () => Promise<void>
}

/** A project that runs. */
export class ProjectRun implements RunHandle {
  readonly isReused = false
  readonly runId: string
  readonly experimentId: string
  readonly #following: Following
  readonly #cancelling = new AbortController()
  readonly #launched: Promise<SubmittedRun>
  readonly #ended: Promise<RunEnd>
  #end: RunEnd | undefined

  /** @internal */
  constructor(following: Following) {
    const { run, launch } = following
    this.#following = following
    this.runId = run.runId
    this.experimentId = run.experimentId
    this.#launched = launch(this.#cancelling.signal)
    this.#ended = this.#follow()
    // Who does not wait for it is told by its run.
    this.#ended.catch(() => {})
  }

  async status(): Promise<RunStatus> {
    return this.#end?.status ?? 'running'
  }

  /** Done when the run has ended, and its end and its output are with the tracking server. */
  wait(): Promise<RunEnd> {
    return this.#ended
  }

  /** Ends it with all that it started; the run is then killed. */
  async cancel(): Promise<void> {
    this.#cancelling.abort()
    const submitted = await this.#launched.catch(() => undefined)
    await submitted?.cancel()
    await this.#ended
  }

  async #follow(): Promise<RunEnd> {
    const { client, release } = this.#following
    try {
      const end = await this.#outcome()
      await client.runs.update(this.runId, { status: end.status, endTime: Date.now() })
      this.#end = end
      return end
    } finally {
      await release()
    }
  }

  async #outcome(): Promise<RunEnd> {
    try {
      const submitted = await this.#launched
      await this.#keepOutput(submitted.output).catch(async (error: unknown) => {
        // Its run has failed: nobody would know of what it still does.
        await submitted.cancel()
        throw error
      })
      return await submitted.wait()
    } catch (error) {
      const isCancelled = this.#cancelling.signal.aborted
      return {
        status: isCancelled ? 'killed' : 'failed',
        exitCode: undefined,
        reason: isCancelled ? 'It was cancelled.' : (error as Error).message,
      }
    }
  }

  async #keepOutput(output: AsyncIterable<OutputChunk>): Promise<void> {
    const { client, run, onOutput, report } = this.#following
    const folder = await mkdtemp(join(tmpdir(), 'millrace-output-'))
    const log = new OutputLog(client, run, folder, report)
    try {
      for await (const chunk of output) {
        await onOutput?.(chunk)
        await log.write(chunk)
      }
    } finally {
      await log.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
