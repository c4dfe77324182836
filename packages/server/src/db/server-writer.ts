import { setTimeout as sleep } from 'node:timers/promises'
import { MlflowError } from '@millrace/contract'
import type { Awaitable, Executor, Writer } from './executor.ts'
import { gathering } from './gathering.ts'

/** A connection that belongs to one transaction. */
interface Session {
  readonly tx: Executor
  /** `begin`, `commit` or `rollback`. */
  control(word: string): Promise<unknown>
  /** Gives the connection back; one that `broke` is thrown away. */
  release(broke?: Error): void
}

/** How a database server is written to. */
export interface Sessions {
  /** @param again whether what is to be done failed before: it may have met rows that are there already. */
  open(again: boolean): Promise<Session>
  /**
   * How often a transaction that failed with this error is tried in all: deadlocks and their like go away, and one that met
   * a row that another made meanwhile sees it the next time.
   */
  attempts(error: unknown): number
}

/** Each write in a transaction of its own: the server itself lets those that commit together share a sync. */
export class ServerWriter implements Writer {
  readonly gather = gathering((job) => this.write(job))
  readonly #sessions: Sessions
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  constructor(sessions: Sessions) {
    this.#sessions = sessions
  }

  write<T>(job: (tx: Executor) => Awaitable<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the server is stopping and takes no more writes'))
    const writing = this.#write(job)
    this.#running.add(writing)
    const forget = () => this.#running.delete(writing)
    writing.then(forget, forget)
    return writing
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#running)
  }

  async #write<T>(job: (tx: Executor) => Awaitable<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(job, attempt > 1)
      } catch (error) {
        if (attempt >= this.#sessions.attempts(error)) throw error
        await sleep(Math.random() * 5 * 2 ** attempt)
      }
    }
  }

  /** A connection that breaks here leaves open whether the change was made. */
  async #commit(session: Session): Promise<void> {
    try {
      await session.control('commit')
    } catch (error) {
      throw this.#sessions.attempts(error) > 1 ? error : unknownOutcome(error)
    }
  }

  async #attempt<T>(job: (tx: Executor) => Awaitable<T>, again: boolean): Promise<T> {
    const session = await this.#sessions.open(again)
    try {
      await session.control('begin')
      const value = await job(session.tx)
      await this.#commit(session)
      session.release()
      return value
    } catch (error) {
      await rollBack(session)
      throw error
    }
  }
}

function unknownOutcome(cause: unknown): MlflowError {
  return new MlflowError(
    'TEMPORARILY_UNAVAILABLE',
    'The database was lost while it made the change durable: it may have been made or not. Look, or send it again.',
    { cause },
  )
}

async function rollBack(session: Session): Promise<void> {
  try {
    await session.control('rollback')
    session.release()
  } catch (error) {
    session.release(error as Error)
  }
}
