import { setTimeout as sleep } from 'node:timers/promises'
import type { Awaitable, Executor, Writer } from './executor.ts'
import { gathering } from './gathering.ts'
import { SqliteExecutor, type SqliteHandle } from './sqlite.ts'

interface Job {
  readonly run: (tx: Executor) => Awaitable<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

interface WriterOptions {
  readonly committed?: () => void
  /** Must be done before a commit; where it fails, nothing is committed. */
  readonly beforeCommit?: () => Promise<void>
  /** Is called after a commit that failed, and done before another is begun. */
  readonly rolledBack?: () => Promise<void>
  /** Runs the jobs, on the same connection. */
  readonly executor?: SqliteExecutor
  readonly patienceMs?: number
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** As long as others may hold the file before a write is given up. */
const PATIENCE_MS = 20_000
const LOOK_AGAIN_MS = 5

/** Keeps one transaction short, so that another process that shares the file gets its turn. */
const JOBS_PER_COMMIT = 256

/**
 * Group commit on SQLite: writes that arrive while a commit is being made durable share the next one, each in its own
 * savepoint. One fsync then serves them all.
 */
export class SqliteWriter implements Writer {
  readonly gather = gathering((job) => this.write(job))
  readonly #handle: SqliteHandle
  readonly #tx: SqliteExecutor
  readonly #committed: () => void
  readonly #beforeCommit: (() => Promise<void>) | undefined
  readonly #rolledBack: (() => Promise<void>) | undefined
  readonly #patienceMs: number
  #queue: Job[] = []
  #running: Promise<void> | undefined
  #closed = false

  /** @param options.committed is called after each commit. */
  constructor(handle: SqliteHandle, options: WriterOptions = {}) {
    const { committed = () => {}, patienceMs = PATIENCE_MS, beforeCommit, rolledBack, executor } = options
    this.#handle = handle
    this.#tx = executor ?? new SqliteExecutor(handle)
    this.#committed = committed
    this.#beforeCommit = beforeCommit
    this.#rolledBack = rolledBack
    this.#patienceMs = patienceMs
    // SQLite's own waiting would hold up this thread, reads and all.
    handle.pragma('busy_timeout = 0')
  }

  write<T>(job: (tx: Executor) => Awaitable<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the server is stopping and takes no more writes'))
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run: job, resolve, reject })
      this.#running ??= this.#drain()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      // Requests that are already in the sockets join this commit.
      await nextTurn()
      const jobs = this.#queue.splice(0, JOBS_PER_COMMIT)
      await this.#commit(jobs)
    }
    this.#running = undefined
  }

  async #commit(jobs: Job[]): Promise<void> {
    try {
      await this.#begin()
      const outcomes: Outcome[] = []
      for (const job of jobs) outcomes.push(await this.#attempt(job, jobs.length > 1))
      if (this.#handle.inTransaction) await this.#beforeCommit?.()
      this.#finish(outcomes)
      this.#committed()
      settle(jobs, outcomes)
    } catch (error) {
      this.#giveUp()
      await this.#rolledBack?.()
      // One of them may be to blame for what comes before a commit: then the others are written all the same.
      if (this.#beforeCommit && jobs.length > 1) for (const job of jobs) await this.#commit([job])
      else for (const job of jobs) job.reject(error)
    }
  }

  /** Waits for other processes that write to the file. */
  async #begin(): Promise<void> {
    const giveUp = performance.now() + this.#patienceMs
    for (;;) {
      try {
        this.#handle.exec('BEGIN IMMEDIATE')
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() >= giveUp) throw error
        await sleep(LOOK_AGAIN_MS)
      }
    }
  }

  /** What brought the commit down is told to the jobs; that even this failed would say nothing new. */
  #giveUp(): void {
    try {
      if (this.#handle.inTransaction) this.#handle.exec('ROLLBACK')
    } catch {}
  }

  /** A lone job needs no savepoint: the transaction is its own. */
  async #attempt(job: Job, shared: boolean): Promise<Outcome> {
    if (shared) this.#handle.exec('SAVEPOINT job')
    try {
      const value = await job.run(this.#tx)
      if (shared) this.#handle.exec('RELEASE job')
      return { value }
    } catch (error) {
      // A full disk and its like end the whole transaction; then nobody's write counts.
      if (!this.#handle.inTransaction) throw error
      if (shared) this.#handle.exec('ROLLBACK TO job; RELEASE job')
      else this.#handle.exec('ROLLBACK')
      return { error }
    }
  }

  #finish(outcomes: Outcome[]): void {
    if (this.#handle.inTransaction) this.#handle.exec('COMMIT')
    else if (outcomes.some((o) => 'value' in o)) throw new Error('the transaction ended before its commit')
  }
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
}

function settle(jobs: Job[], outcomes: Outcome[]): void {
  for (let i = 0; i < jobs.length; i++) {
    const outcome = outcomes[i] as Outcome
    if ('error' in outcome) jobs[i]?.reject(outcome.error)
    else jobs[i]?.resolve(outcome.value as never)
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
