import { existsSync } from 'node:fs'
import { UnusableDatabase } from '../revision.ts'
import { openHandle, SqliteExecutor, type SqliteHandle } from '../sqlite.ts'
import { explained } from '../sqlite-open.ts'
import { sqliteFile } from '../uri.ts'
import type { MigratableDatabase, Purpose } from './database.ts'
import { planSqliteTables } from './sqlite-plan.ts'
import { readSqliteSchema, targetSqliteSchema } from './sqlite-shape.ts'

/** Pages that a copy takes at once; the default of 100 is for databases in use. */
const BACKUP_PAGES = 10_000

export async function withSqlite<T>(
  uri: string,
  purpose: Purpose,
  job: (database: MigratableDatabase) => Promise<T>,
): Promise<T> {
  const file = sqliteFile(uri)
  if (file === undefined) throw new UnusableDatabase(`${uri} is in memory: there is nothing in it.`)
  if (!existsSync(file)) throw new UnusableDatabase(`${file} does not exist.`)
  try {
    return await inTransaction(file, purpose, (handle) => job(migratable(file, handle)))
  } catch (error) {
    throw cannotBeOpened(error) ? explained(error, file) : refused(error, file)
  }
}

function cannotBeOpened(error: unknown): boolean {
  return /^SQLITE_(BUSY|NOTADB|CANTOPEN|READONLY)/.test(codeOf(error))
}

function refused(error: unknown, file: string): unknown {
  if (!codeOf(error).startsWith('SQLITE_')) return error
  return new UnusableDatabase(`${file}: ${(error as Error).message}. Nothing was changed.`, { cause: error })
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code)
}

async function inTransaction<T>(
  file: string,
  purpose: Purpose,
  job: (handle: SqliteHandle) => Promise<T>,
): Promise<T> {
  const handle = openHandle(file, { readonly: purpose === 'check' })
  try {
    // Tables are made anew: neither their rows nor references to them may follow the old ones.
    handle.pragma('foreign_keys = OFF')
    handle.pragma('legacy_alter_table = ON')
    handle.exec(purpose === 'upgrade' ? 'BEGIN IMMEDIATE' : 'BEGIN')
    const result = await job(handle)
    handle.exec('COMMIT')
    return result
  } finally {
    // Without its COMMIT the transaction is undone.
    handle.close()
  }
}

function migratable(file: string, handle: SqliteHandle): MigratableDatabase {
  const schema = () => readSqliteSchema(handle)
  return {
    where: file,
    db: new SqliteExecutor(handle),
    transaction: (job) => job(),
    tables: async () => [...schema().tables.keys()].filter((name) => !name.startsWith('millrace_')),
    shape: async () => schema().shape,
    target: async () => targetSqliteSchema().shape,
    plan: async () => planSqliteTables(schema(), targetSqliteSchema()),
    execute: async (sql) => {
      handle.exec(sql)
    },
    backup: (label) => backup(file, `${file}.${label}.bak`),
  }
}

/** By a connection of its own: it reads what is committed while ours keeps others from writing. */
async function backup(file: string, copy: string): Promise<string> {
  const reading = openHandle(file, { readonly: true })
  try {
    await reading.backup(copy, { progress: () => BACKUP_PAGES })
    return copy
  } finally {
    reading.close()
  }
}
