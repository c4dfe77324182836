import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientConfig, type Pool } from 'pg'
import { ANYTHING, type Change, type News } from './news.ts'

const CHANNEL = 'millrace'
/** PostgreSQL takes less than 8,000 bytes. */
const LONGEST = 7_000
const RECONNECT_MS = 2_000

/** LISTEN and NOTIFY: the first listener opens a connection for them all. */
export class PostgresNews implements News {
  readonly #pool: Pool
  readonly #connection: ClientConfig
  readonly #origin = randomUUID()

  constructor(pool: Pool, connection: ClientConfig) {
    this.#pool = pool
    this.#connection = connection
  }

  tell(change: Change): void {
    const text = JSON.stringify({ origin: this.#origin, ...change })
    const fitting = text.length <= LONGEST ? text : JSON.stringify({ origin: this.#origin, ...ANYTHING })
    this.#pool.query('select pg_notify($1, $2)', [CHANNEL, fitting]).catch(() => {})
  }

  listen(heard: (change: Change) => void): () => void {
    const stopped = new AbortController()
    void this.#stayConnected(heard, stopped.signal)
    return () => stopped.abort()
  }

  async #stayConnected(heard: (change: Change) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#hear(heard, signal).catch(() => {})
      if (signal.aborted) return
      await sleep(RECONNECT_MS)
      // What was told meanwhile is lost.
      heard(ANYTHING)
    }
  }

  /** Until the connection breaks or nobody listens any more. */
  async #hear(heard: (change: Change) => void, signal: AbortSignal): Promise<void> {
    const client = new Client(this.#connection)
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve)
      client.once('error', () => resolve())
      signal.addEventListener('abort', () => resolve())
    })
    client.on('notification', ({ payload = '{}' }) => {
      const { origin, ...change } = JSON.parse(payload) as Change & { origin?: string }
      if (origin !== this.#origin) heard(change)
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      await ended
    } finally {
      await client.end().catch(() => {})
    }
  }
}
