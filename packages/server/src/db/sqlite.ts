import BetterSqlite3 from 'better-sqlite3'
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { exactInteger } from './exact-integer.ts'
import type { Executor } from './executor.ts'
import type { Tables } from './generated/tables.ts'
import { type Insertion, valuesOf } from './insertion.ts'
import { fixedValues, insertSql } from './insertion-sql.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { Statement } from './statement.ts'

export type SqliteHandle = BetterSqlite3.Database

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** Of each connection; negative numbers are kilobytes. */
export const CACHE_SIZE = -16_000

const BUSY_TIMEOUT_MS = 20_000
const PREPARED_TEXTS = 200

/** Pages (32 MB): the default of 1,000 copies the same index pages into the file every few dozen commits; costs runs/create a third. */
const WAL_PAGES = 8000

/** Opens a database file the way every connection of ours does; other processes may share it. Nothing is written yet. */
export function openHandle(file: string, options: { readonly?: boolean } = {}): SqliteHandle {
  const handle = new BetterSqlite3(file, { readonly: options.readonly ?? false, timeout: BUSY_TIMEOUT_MS })
  handle.pragma('foreign_keys = ON')
  handle.pragma(`cache_size = ${CACHE_SIZE}`)
  return handle
}

/** Makes a connection that writes a durable one: a write-ahead log, and every commit synced. */
export function makeDurable(handle: SqliteHandle): void {
  handle.pragma('journal_mode = WAL')
  handle.pragma('synchronous = FULL')
  handle.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
}

type Compilation = Pick<Statement<object, unknown>, 'compile'>

interface Prepared {
  readonly run: BetterSqlite3.Statement
  readonly bind: (params: Record<string, unknown>) => unknown[]
}

/** Runs statements on one SQLite connection, synchronously, from a cache of prepared ones. */
export class SqliteExecutor implements Executor {
  readonly builder = builder
  readonly dialect = sqliteDialect
  readonly sideBySide = 1
  readonly #handle: SqliteHandle
  readonly #statements = new Map<Compilation, Prepared>()
  readonly #insertions = new Map<object, BetterSqlite3.Statement>()
  readonly #texts = new Map<string, BetterSqlite3.Statement>()

  constructor(handle: SqliteHandle) {
    this.#handle = handle
  }

  all<P extends object, R>(statement: Statement<P, R>, params: P): R[] {
    const { run, bind } = this.#prepare(statement)
    return run.all(...bind(params as Record<string, unknown>)).map(exactIntegers) as R[]
  }

  first<P extends object, R>(statement: Statement<P, R>, params: P): R | undefined {
    const { run, bind } = this.#prepare(statement)
    return exactIntegers(run.get(...bind(params as Record<string, unknown>))) as R | undefined
  }

  run<P extends object>(statement: Statement<P, unknown>, params: P): number {
    const { run, bind } = this.#prepare(statement)
    return run.run(...bind(params as Record<string, unknown>)).changes
  }

  insert<Row extends object>(insertion: Insertion<Row>, rows: readonly Row[]): number {
    const statement = this.#insertion(insertion)
    let changes = 0
    for (const row of rows) changes += statement.run(...valuesOf(insertion, row)).changes
    return changes
  }

  insertCounted<Row extends object>(insertion: Insertion<Row>, row: Row): number {
    return exactInteger(String(this.#insertion(insertion).run(...valuesOf(insertion, row)).lastInsertRowid))
  }

  query<R>(query: Compilable<R>): R[] {
    const { sql, parameters } = query.compile()
    const prepared = this.#text(sql)
    if (prepared.reader) return prepared.all(...parameters).map(exactIntegers) as R[]
    prepared.run(...parameters)
    return []
  }

  #prepare(statement: Compilation): Prepared {
    let prepared = this.#statements.get(statement)
    if (prepared === undefined) {
      const { sql, bind } = statement.compile(builder, sqliteDialect)
      prepared = { run: this.#handle.prepare(sql).safeIntegers(), bind }
      this.#statements.set(statement, prepared)
    }
    return prepared
  }

  #insertion<Row extends object>(insertion: Insertion<Row>): BetterSqlite3.Statement {
    let prepared = this.#insertions.get(insertion)
    if (prepared === undefined) {
      const values = [...insertion.columns.map(() => '?'), ...fixedValues(insertion)]
      prepared = this.#handle.prepare(insertSql(insertion, `values (${values.join(', ')})`)).safeIntegers()
      this.#insertions.set(insertion, prepared)
    }
    return prepared
  }

  /** Texts that differ per request (searches) are kept too, the oldest dropped first. */
  #text(sql: string): BetterSqlite3.Statement {
    let prepared = this.#texts.get(sql)
    if (prepared !== undefined) return prepared
    prepared = this.#handle.prepare(sql).safeIntegers()
    this.#texts.set(sql, prepared)
    if (this.#texts.size > PREPARED_TEXTS) this.#texts.delete(this.#texts.keys().next().value ?? '')
    return prepared
  }
}

/** Whole numbers come as bigints; they stay so only where a number would lose digits (see Int64 of the contract). */
function exactIntegers(row: unknown): unknown {
  const columns = row as Record<string, unknown> | undefined
  for (const name in columns) {
    const value = columns[name]
    if (typeof value !== 'bigint') continue
    const number = Number(value)
    if (Number.isSafeInteger(number)) columns[name] = number
  }
  return columns
}
