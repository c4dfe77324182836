import { type ChildProcess, spawn } from 'node:child_process'
import { InvalidValueError } from '@millrace/sdk'
import type { OutputChunk, RunEnd, SubmittedRun } from './backend.ts'
import { mergedOutput } from './merged-output.ts'
import { openPipes, type Pipes } from './pipes.ts'
import { ProcessGroup } from './process-group.ts'

export interface ProcessOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What a program left running in the background may still write behind its end. */
const QUIET_MS = 1000

/**
 * A program in a process group of its own: who ends it ends all that it started, and a Ctrl-C at the terminal is for us to
 * pass on.
 * @throws InvalidValueError when it cannot be started
 */
export async function startProcess(argv: readonly string[], options: ProcessOptions): Promise<SubmittedRun> {
  const [program = '', ...args] = argv
  const pipes = await openPipes()
  try {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env as NodeJS.ProcessEnv,
      detached: true,
      stdio: ['inherit', ...pipes.writers],
    })
    await started(child, program)
    return new RunningProcess(child, pipes)
  } catch (error) {
    stopReading(pipes)
    throw error
  } finally {
    pipes.closeWriters()
  }
}

function started(child: ChildProcess, program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(new InvalidValueError(`${program} cannot be started: ${error.message}`))
    })
  })
}

class RunningProcess implements SubmittedRun {
  readonly id: string
  readonly output: AsyncIterable<OutputChunk>
  readonly #group: ProcessGroup
  readonly #over: Promise<RunEnd>
  #end: RunEnd | undefined
  #stopped: Promise<void> | undefined

  constructor(child: ChildProcess, pipes: Pipes) {
    const pid = child.pid as number
    this.#group = new ProcessGroup(pid)
    this.id = String(pid)
    this.output = mergedOutput({ stdout: pipes.stdout, stderr: pipes.stderr })
    this.#over = new Promise((resolve) => {
      child.once('exit', async (code, signal) => {
        const end = this.#endOf(code, signal)
        this.#end = end
        // The rest of its group may still end well, and tell of it.
        await this.#stopped
        stopWhenQuiet(pipes)
        resolve(end)
      })
    })
  }

  async status() {
    return this.#end?.status ?? 'running'
  }

  wait(): Promise<RunEnd> {
    return this.#over
  }

  async cancel(): Promise<void> {
    if (this.#stopped) this.#group.hurry()
    else if (this.#end) return
    else this.#stopped = this.#group.stop()
    await this.#over
  }

  #endOf(code: number | null, signal: NodeJS.Signals | null): RunEnd {
    if (this.#stopped) return { status: 'killed', exitCode: code ?? undefined }
    if (code === 0) return { status: 'finished', exitCode: 0 }
    if (code !== null) return { status: 'failed', exitCode: code }
    return { status: 'failed', exitCode: undefined, reason: `It was ended by ${signal}.` }
  }
}

/** A process that it leaves in the background may hold its outputs open for ever. */
function stopWhenQuiet({ stdout, stderr }: Pipes): void {
  for (const stream of [stdout, stderr]) {
    // A quick one's outputs are over before its end is told.
    if (stream.closed) continue
    const quiet = setTimeout(() => {
      // Who reads slowly is not who writes no more.
      if (stream.isPaused() || stream.readableLength > 0) quiet.refresh()
      else stream.destroy()
    }, QUIET_MS)
    for (const sign of ['data', 'resume']) stream.on(sign, () => quiet.refresh())
    stream.once('close', () => clearTimeout(quiet))
  }
}

function stopReading({ stdout, stderr }: Pipes): void {
  stdout.destroy()
  stderr.destroy()
}
