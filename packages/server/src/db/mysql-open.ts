import { type Connection, createConnection, createPool, type Pool, type PoolOptions } from 'mysql2/promise'
import { exactInteger } from './exact-integer.ts'
import { InlineLongReads } from './long-reads.ts'
import { MysqlExecutor } from './mysql.ts'
import { mysqlConnection } from './mysql-connection.ts'
import { mysqlDialect, type TextStorage } from './mysql-dialect.ts'
import { MysqlNews } from './mysql-news.ts'
import { prepareMysql } from './mysql-setup.ts'
import type { OpenedDatabase, OpenOptions } from './open.ts'
import { UnusableDatabase } from './revision.ts'
import { ServerWriter, type Sessions } from './server-writer.ts'
import { withoutPassword } from './uri.ts'

/**
 * Every session speaks standard SQL ("names", || joins texts), refuses what does not fit, sees what others committed, and
 * joins texts of any length.
 */
const SESSION = [
  `set session sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', group_concat_max_len = 1073741824`,
  'set session transaction isolation level read committed',
]

/** Opens a MySQL or MariaDB database; its server does the long reads, away from our thread. */
export async function openMysql(options: OpenOptions): Promise<OpenedDatabase> {
  const connection = connectionTo(options.uri)
  const dialect = mysqlDialect(await prepare(connection, options))
  const pool = openPool(connection, options)
  const reading = options.readReplicaUri ? openPool(connectionTo(options.readReplicaUri), options) : pool
  const db = new MysqlExecutor(reading, dialect, options.poolSize)
  const writer = new ServerWriter(sessionsOf(pool, db))
  return {
    db,
    writer,
    longReads: new InlineLongReads(db, options.longReads),
    news: new MysqlNews(pool),
    close: async () => {
      await writer.close()
      await pool.end()
      if (reading !== pool) await reading.end()
    },
  }
}

function connectionTo(uri: string): PoolOptions {
  return {
    ...mysqlConnection(uri),
    // Rows that a statement found but did not change do not count.
    flags: ['-FOUND_ROWS'],
    typeCast: (field, next) => (field.type === 'LONGLONG' ? integer(field.string()) : next()),
  }
}

function openPool(connection: PoolOptions, { poolSize }: OpenOptions): Pool {
  const pool = createPool({ ...connection, connectionLimit: poolSize })
  // The driver sends this before whatever the connection was opened for.
  pool.pool.on('connection', (session) => {
    for (const statement of SESSION) session.query(statement)
  })
  return pool
}

function integer(text: string | null): number | bigint | null {
  return text === null ? null : exactInteger(text)
}

/** By error number: deadlock, lock not had in time, duplicate key. */
const ATTEMPTS: Readonly<Record<number, number>> = { 1213: 6, 1205: 2, 1062: 3 }

function sessionsOf(pool: Pool, db: MysqlExecutor): Sessions {
  return {
    async open() {
      const connection = await pool.getConnection()
      return {
        tx: db.on(connection),
        control: (word) => connection.query(word),
        release: (broke) => (broke ? connection.destroy() : connection.release()),
      }
    },
    attempts: (error) => ATTEMPTS[(error as { errno?: number }).errno ?? 0] ?? 1,
  }
}

async function prepare(options: PoolOptions, { uri, ...setup }: OpenOptions): Promise<TextStorage> {
  const where = withoutPassword(uri)
  let connection: Connection | undefined
  try {
    connection = await createConnection(options)
    for (const statement of SESSION) await connection.query(statement)
    return await prepareMysql(connection, { ...setup, where })
  } catch (error) {
    if (error instanceof UnusableDatabase) throw error
    throw new UnusableDatabase(`${where} cannot be opened: ${(error as Error).message}`, { cause: error })
  } finally {
    await connection?.end().catch(() => {})
  }
}
