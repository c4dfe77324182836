import type { Awaitable, Executor, Writer } from './executor.ts'
import { SqliteExecutor, type SqliteHandle } from './sqlite.ts'

interface Job {
  readonly run: (tx: Executor) => Awaitable<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** Keeps one transaction short, so that another process that shares the file gets its turn. */
const JOBS_PER_COMMIT = 256

/**
 * Group commit on SQLite: writes that arrive while a commit is being made durable share the next one, each in its own
 * savepoint. One fsync then serves them all.
 */
export class SqliteWriter implements Writer {
  readonly #handle: SqliteHandle
  readonly #tx: SqliteExecutor
  readonly #committed: () => void
  #queue: Job[] = []
  #running: Promise<void> | undefined
  #closed = false

  /** @param committed is called after each commit. */
  constructor(handle: SqliteHandle, committed: () => void = () => {}) {
    this.#handle = handle
    this.#tx = new SqliteExecutor(handle)
    this.#committed = committed
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
      this.#handle.exec('BEGIN IMMEDIATE')
      const outcomes: Outcome[] = []
      for (const job of jobs) outcomes.push(await this.#attempt(job, jobs.length > 1))
      this.#finish(outcomes)
      this.#committed()
      settle(jobs, outcomes)
    } catch (error) {
      if (this.#handle.inTransaction) this.#handle.exec('ROLLBACK')
      for (const job of jobs) job.reject(error)
    }
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
