import type { PoolClient } from 'pg'
import { PostgresExecutor } from '../postgres.ts'
import { postgresConnection } from '../postgres-connection.ts'
import { createPool } from '../postgres-pool.ts'
import { SETUP_LOCK } from '../postgres-setup.ts'
import { UnusableDatabase } from '../revision.ts'
import { withoutPassword } from '../uri.ts'
import type { MigratableDatabase, Purpose } from './database.ts'
import { planPostgresTables } from './postgres-plan.ts'
import { readPostgresSchema, targetPostgresSchema } from './postgres-shape.ts'

/** A table that others use for longer keeps the upgrade from starting, not the others from working. */
const LOCK_PATIENCE = '60s'

export async function withPostgres<T>(
  uri: string,
  purpose: Purpose,
  job: (database: MigratableDatabase) => Promise<T>,
): Promise<T> {
  const where = withoutPassword(uri)
  const pool = createPool({ ...(await postgresConnection(uri)), max: 1 })
  try {
    const client = await pool.connect()
    // A connection that breaks tells whoever waits for it.
    client.on('error', () => {})
    try {
      return await inTransaction(client, purpose, () => job(migratable(where, client)))
    } finally {
      // Without its commit the transaction is undone.
      client.release(true)
    }
  } catch (error) {
    if (error instanceof UnusableDatabase || (error as { code?: unknown }).code === undefined) throw error
    throw new UnusableDatabase(`${where}: ${(error as Error).message}. Nothing was changed.`, {
      cause: error,
    })
  } finally {
    await pool.end()
  }
}

/** The whole upgrade is one transaction, and no server sets up the schema meanwhile. */
async function inTransaction<T>(client: PoolClient, purpose: Purpose, job: () => Promise<T>): Promise<T> {
  await client.query('begin')
  if (purpose === 'upgrade') {
    await client.query('select pg_advisory_xact_lock($1)', [SETUP_LOCK])
    await client.query(`set local lock_timeout = '${LOCK_PATIENCE}'`)
  }
  const result = await job()
  await client.query('commit')
  return result
}

function migratable(where: string, client: PoolClient): MigratableDatabase {
  const names = async () => [...(await readPostgresSchema(client)).shape.keys()]
  return {
    where,
    db: new PostgresExecutor(client),
    transaction: (job) => job(),
    tables: async () => (await names()).filter((name) => !name.startsWith('millrace_')),
    shape: async () => (await readPostgresSchema(client)).shape,
    target: async () => (await targetPostgresSchema(client)).shape,
    plan: async () =>
      planPostgresTables(await readPostgresSchema(client), await targetPostgresSchema(client)),
    execute: async (sql) => {
      await client.query(sql)
    },
  }
}
