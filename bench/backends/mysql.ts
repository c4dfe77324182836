import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { MYSQL_SCHEMA } from '../../packages/server/src/db/generated/mysql-schema.ts'
import { SCHEMA_REVISION } from '../../packages/server/src/db/generated/tables.ts'
import { startMariadb } from '../../test/services/mariadb.ts'
import { type Backend, type BenchDatabase, countSql } from '../backend.ts'
import { seededRows } from './seeded-rows.ts'

/** Holds what 100,000 runs are: Debian's 128 MB would measure the disk, which InnoDB reads past the system's cache. */
const MEMORY = '1G'

/** A MariaDB server as Debian sets it up but with that much memory, commits synced; a database of its own for each server under test. */
export async function mysqlBackend(): Promise<Backend> {
  const service = await startMariadb({ durable: true, memory: MEMORY })
  if (service === undefined) throw new Error('MariaDB is not installed')
  const uriOf = (name: string) => service.uri.replace(/[^/]*$/, name)
  let made = 0
  return {
    async create(_folder, seed, statistics) {
      const name = `bench_${made++}`
      await withConnection(service.uri, (connection) =>
        connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_general_ci`),
      )
      if (seed !== undefined)
        await withConnection(uriOf(name), (connection) => fill(connection, seed, statistics))
      return database(uriOf(name))
    },
    stop: () => service.stop(),
  }
}

function database(uri: string): BenchDatabase {
  return {
    // MLflow has no other driver for it; ours passes it over.
    uri: uri.replace('mysql:', 'mysql+pymysql:'),
    async count(what, experiment) {
      const [rows] = await withConnection(uri, (connection) =>
        connection.query<RowDataPacket[]>(countSql(what, experiment)),
      )
      return Number(rows[0]?.n)
    },
  }
}

async function withConnection<T>(uri: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection(uri)
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}

async function fill(connection: Connection, seed: string, statistics: boolean): Promise<void> {
  await connection.query("set foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
  for (const statement of MYSQL_SCHEMA) await connection.query(statement)
  await connection.query('insert into alembic_version (version_num) values (?)', [SCHEMA_REVISION])
  await connection.query("insert into workspaces (name, description) values ('default', '')")
  const tables = new Set<string>()
  for (const { table, rows } of seededRows(seed)) {
    tables.add(table)
    const columns = Object.keys(rows[0] ?? {}).map((name) => `\`${name}\``)
    const values = rows.map((row) => Object.values(row))
    await connection.query(`insert into ${table} (${columns}) values ?`, [values])
  }
  if (statistics) await connection.query(`analyze table ${[...tables]}`)
}
