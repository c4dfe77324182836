import { Client, type ClientConfig, type Pool } from 'pg'
import { InlineLongReads } from './long-reads.ts'
import type { OpenedDatabase, OpenOptions } from './open.ts'
import { PostgresExecutor } from './postgres.ts'
import { postgresConnection } from './postgres-connection.ts'
import { PostgresNews } from './postgres-news.ts'
import { createPool } from './postgres-pool.ts'
import { preparePostgres } from './postgres-setup.ts'
import { UnusableDatabase } from './revision.ts'
import { ServerWriter, type Sessions } from './server-writer.ts'
import { withoutPassword } from './uri.ts'

/** A query that is not answered by then never will be: the line is dead without having been closed. */
const QUERY_TIMEOUT_MS = 120_000

/** Opens a PostgreSQL database; its server does the long reads, away from our thread. */
export async function openPostgres(options: OpenOptions): Promise<OpenedDatabase> {
  const connection = await connectionTo(options.uri)
  await prepare(connection, options)
  const pool = openPool(connection, options)
  const reading = options.readReplicaUri
    ? openPool(await connectionTo(options.readReplicaUri), options)
    : pool
  const db = new PostgresExecutor(reading, { sideBySide: options.poolSize })
  const writer = new ServerWriter(sessionsOf(pool))
  return {
    db,
    writer,
    longReads: new InlineLongReads(db, options.longReads),
    news: new PostgresNews(pool, connection),
    close: async () => {
      await writer.close()
      await pool.end()
      if (reading !== pool) await reading.end()
    },
  }
}

async function connectionTo(uri: string): Promise<ClientConfig> {
  return { ...(await postgresConnection(uri)), query_timeout: QUERY_TIMEOUT_MS }
}

function openPool(connection: ClientConfig, { poolSize, poolRecycle = 0 }: OpenOptions): Pool {
  const pool = createPool({ ...connection, max: poolSize, maxLifetimeSeconds: poolRecycle })
  // A connection that breaks fails the query on it, and the pool opens another; without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** By SQLSTATE: serialisation failure, deadlock, duplicate key. */
const ATTEMPTS: Readonly<Record<string, number>> = { 40001: 6, '40P01': 6, 23505: 4 }

function sessionsOf(pool: Pool): Sessions {
  return {
    async open(again) {
      const client = await pool.connect()
      return {
        tx: new PostgresExecutor(client, { trusting: !again }),
        control: (word) => client.query(word),
        release: (broke) => client.release(broke),
      }
    },
    attempts: (error) => ATTEMPTS[String((error as { code?: unknown }).code)] ?? 1,
  }
}

async function prepare(connection: ClientConfig, { uri, ...options }: OpenOptions): Promise<void> {
  const where = withoutPassword(uri)
  const client = new Client(connection)
  try {
    await client.connect()
    await preparePostgres(client, { ...options, where })
  } catch (error) {
    if (error instanceof UnusableDatabase) throw error
    throw new UnusableDatabase(`${where} cannot be opened: ${(error as Error).message}`, { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}
