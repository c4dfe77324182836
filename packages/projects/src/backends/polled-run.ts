import { setTimeout as pause } from 'node:timers/promises'
import type { OutputChunk, RunEnd, SubmittedRun } from './backend.ts'

/** Something that runs elsewhere, and says how it stands only when it is asked. */
export interface Job {
  readonly id: string
  /** A word while it goes on, its end when it is over. */
  look(): Promise<Standing>
  /** Asks that it be stopped; it may take a while to be over. What is over already is no error. */
  stop(): Promise<void>
  /** What it writes, until `over` is done. */
  output(over: Promise<unknown>): AsyncIterable<OutputChunk>
  readonly everyMs: number
}

export type Standing = 'scheduled' | 'running' | RunEnd

/** Looks that may fail one behind the other, as when a network is away for a moment. */
const FAILED_LOOKS = 10

/** A job as a run, looked at again and again until it is over. */
export class PolledRun implements SubmittedRun {
  readonly id: string
  readonly output: AsyncIterable<OutputChunk>
  readonly #job: Job
  readonly #over: Promise<RunEnd>
  readonly #wake = new AbortController()
  #standing: Standing = 'scheduled'
  #cancelled = false

  constructor(job: Job) {
    this.id = job.id
    this.#job = job
    this.#over = this.#watch()
    // Who waits is told; that nobody waits is no crash.
    const settled = this.#over.catch(() => undefined)
    this.output = job.output(settled)
  }

  async status() {
    await this.#look().catch(() => undefined)
    return typeof this.#standing === 'string' ? this.#standing : this.#standing.status
  }

  wait(): Promise<RunEnd> {
    return this.#over
  }

  async cancel(): Promise<void> {
    if (typeof this.#standing !== 'string') return
    this.#cancelled = true
    await this.#job.stop()
    this.#wake.abort()
    await this.#over
  }

  async #watch(): Promise<RunEnd> {
    let failures = 0
    for (;;) {
      try {
        await this.#look()
        failures = 0
      } catch (error) {
        failures++
        if (failures > FAILED_LOOKS) throw error
      }
      if (typeof this.#standing !== 'string') return this.#standing
      await this.#untilNextLook()
    }
  }

  async #look(): Promise<void> {
    if (typeof this.#standing !== 'string') return
    const standing = await this.#job.look()
    // Of two looks side by side the one that saw the end stays.
    if (typeof this.#standing === 'string') this.#standing = this.#asAsked(standing)
    // Who only asked how it stands may see the end first.
    if (typeof this.#standing !== 'string') this.#wake.abort()
  }

  /** What ended because it was told to was killed, whatever its place calls that. */
  #asAsked(standing: Standing): Standing {
    if (!this.#cancelled || typeof standing === 'string' || standing.status === 'finished') return standing
    return { ...standing, status: 'killed' }
  }

  async #untilNextLook(): Promise<void> {
    // Once it has been told to stop, it is looked at more often.
    const ms = this.#cancelled ? Math.min(this.#job.everyMs, 500) : this.#job.everyMs
    const signal = this.#cancelled ? undefined : this.#wake.signal
    await pause(ms, undefined, { signal }).catch(() => undefined)
  }
}
