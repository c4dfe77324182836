import { createPool, type PoolConnection, type RowDataPacket } from 'mysql2/promise'
import { MysqlExecutor } from '../mysql.ts'
import { mysqlConnection } from '../mysql-connection.ts'
import { mysqlDialect } from '../mysql-dialect.ts'
import { SETUP_LOCK } from '../mysql-setup.ts'
import { UnusableDatabase } from '../revision.ts'
import { withoutPassword } from '../uri.ts'
import type { MigratableDatabase, Purpose } from './database.ts'
import { planMysqlTables } from './mysql-plan.ts'
import { readMysqlSchema, targetMysqlSchema } from './mysql-shape.ts'

const LOCK_PATIENCE_S = 600

/** What does not fit is refused, and 0, the first experiment's number, is kept when its table is made anew. */
const SESSION = `set session sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'`

/** Definitions of tables commit by themselves. */
const ADVICE: Readonly<Record<Purpose, string>> = {
  upgrade: 'What was done so far stays; the upgrade goes on there when it is repeated.',
  check: 'Nothing was changed.',
}

export async function withMysql<T>(
  uri: string,
  purpose: Purpose,
  job: (database: MigratableDatabase) => Promise<T>,
): Promise<T> {
  const where = withoutPassword(uri)
  const pool = createPool({ ...mysqlConnection(uri), connectionLimit: 1 })
  try {
    const connection = await pool.getConnection()
    await connection.query(SESSION)
    if (purpose === 'upgrade') await lock(connection, where)
    return await job(migratable(where, connection))
  } catch (error) {
    if (error instanceof UnusableDatabase || (error as { code?: unknown }).code === undefined) throw error
    throw new UnusableDatabase(`${where}: ${(error as Error).message}. ${ADVICE[purpose]}`, { cause: error })
  } finally {
    // Ends the session, and the lock with it.
    await pool.end()
  }
}

async function lock(connection: PoolConnection, where: string): Promise<void> {
  const [[locked]] = await connection.query<RowDataPacket[]>('select get_lock(?, ?) as held', [
    SETUP_LOCK,
    LOCK_PATIENCE_S,
  ])
  if (locked?.held !== 1) throw new UnusableDatabase(`${where} is being set up or upgraded by somebody else.`)
}

function migratable(where: string, connection: PoolConnection): MigratableDatabase {
  const schema = () => readMysqlSchema(connection)
  return {
    where,
    db: new MysqlExecutor(connection, mysqlDialect({ charset: 'utf8mb4', collation: 'utf8mb4_general_ci' })),
    transaction: (job) => inTransaction(connection, job),
    tables: async () => [...(await schema()).tables.keys()].filter((name) => !name.startsWith('millrace_')),
    shape: async () => (await schema()).shape,
    target: async () => targetMysqlSchema().shape,
    plan: async () => planMysqlTables(await schema(), targetMysqlSchema()),
    execute: async (sql) => {
      await connection.query(sql)
    },
  }
}

async function inTransaction(connection: PoolConnection, job: () => Promise<void>): Promise<void> {
  await connection.query('start transaction')
  try {
    await job()
    await connection.query('commit')
  } catch (error) {
    await connection.query('rollback')
    throw error
  }
}
