import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import BetterSqlite3 from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'

const FOLDER = join(import.meta.dirname, '..', 'db', 'migrations', 'testdata')

/** MLflows whose databases are kept (see test/interop/make-old-databases.sh): one for each time when rows looked different. */
export const OLD_VERSIONS = ['1.30.1', '2.9.2', '2.22.0', '3.1.0', '3.6.0', '3.16.0'] as const

export type OldVersion = (typeof OLD_VERSIONS)[number]

/** Fills an empty database with what an old MLflow made. @param kind of the database, as the tests name it. */
export async function loadOldDatabase(uri: string, kind: string, version: OldVersion): Promise<void> {
  const sql = gunzipSync(readFileSync(join(FOLDER, `${version}-${kind}.sql.gz`))).toString()
  await LOADERS[kind]?.(uri, sql)
}

const LOADERS: Readonly<Record<string, (uri: string, sql: string) => Promise<void>>> = {
  async sqlite(uri, sql) {
    const handle = new BetterSqlite3(uri.replace('sqlite:///', ''))
    handle.exec(sql)
    handle.close()
  },
  async postgresql(uri, sql) {
    const client = new Client({ connectionString: uri })
    await client.connect()
    await client.query(sql)
    await client.end()
  },
  async mysql(uri, sql) {
    const connection = await createConnection({ uri, multipleStatements: true })
    await connection.query(sql)
    await connection.end()
  },
}
