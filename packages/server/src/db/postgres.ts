import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { toJson } from '../http/json-text.ts'
import type { Executor } from './executor.ts'
import type { Tables } from './generated/tables.ts'
import { type Insertion, valuesOf } from './insertion.ts'
import { fixedValues, insertSql, quoted } from './insertion-sql.ts'
import { postgresDialect } from './postgres-dialect.ts'
import type { Compiled, Statement } from './statement.ts'

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

type Compilation = Pick<Statement<object, unknown>, 'compile'>

/** PostgreSQL keeps the plan of a statement that has a name, on each connection. */
interface Named {
  readonly name: string
  readonly text: string
}

const statements = new WeakMap<Compilation, Named & Pick<Compiled, 'bind'>>()
const insertions = new WeakMap<object, { readonly one: Named; readonly many: Named }>()
let names = 0

/** Runs statements on a connection, or on whichever of a pool is free. */
export class PostgresExecutor implements Executor {
  readonly builder = builder
  readonly dialect = postgresDialect
  readonly #client: Pool | PoolClient

  constructor(client: Pool | PoolClient) {
    this.#client = client
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    return (await this.#run(statement, params)).rows as R[]
  }

  async first<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    return (await this.#run(statement, params)).rows[0] as R | undefined
  }

  async run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number> {
    return (await this.#run(statement, params)).rowCount ?? 0
  }

  async insert<Row extends object>(insertion: Insertion<Row>, rows: readonly Row[]): Promise<number> {
    const [row] = rows
    if (row === undefined) return 0
    const { one, many } = prepareInsertion(insertion)
    const query =
      rows.length === 1
        ? { ...one, values: valuesOf(insertion, row) }
        : { ...many, values: [recordsOf(insertion, rows)] }
    return (await this.#client.query(query)).rowCount ?? 0
  }

  async insertCounted<Row extends object>(insertion: Insertion<Row>, row: Row): Promise<number> {
    const { text } = prepareInsertion(insertion).one
    const { rows } = await this.#client.query<{ key: number }>(
      `${text} returning ${quoted(insertion.counted ?? '')} as key`,
      valuesOf(insertion, row),
    )
    return rows[0]?.key ?? 0
  }

  async query<R>(query: Compilable<R>): Promise<R[]> {
    const { sql, parameters } = query.compile()
    return (await this.#client.query(sql, [...parameters])).rows as R[]
  }

  #run(statement: Compilation, params: object) {
    const { name, text, bind } = prepare(statement)
    return this.#client.query({ name, text, values: bind(params as Record<string, unknown>) })
  }
}

function named(text: string): Named {
  names += 1
  return { name: `millrace_${names}`, text }
}

function prepare(statement: Compilation) {
  let prepared = statements.get(statement)
  if (prepared === undefined) {
    const { sql, bind } = statement.compile(builder, postgresDialect)
    prepared = { ...named(sql), bind }
    statements.set(statement, prepared)
  }
  return prepared
}

function prepareInsertion<Row extends object>(insertion: Insertion<Row>) {
  let prepared = insertions.get(insertion)
  if (prepared === undefined) {
    const columns = insertion.columns.map(({ column }) => quoted(column))
    const fixed = fixedValues(insertion)
    const values = [...columns.map((_, i) => `$${i + 1}`), ...fixed].join(', ')
    const table = quoted(insertion.table)
    // The table's own types, so that every value is read as a single one would be.
    const records = `select ${[...columns, ...fixed].join(', ')} from json_populate_recordset(null::${table}, $1::json)`
    prepared = {
      one: named(insertSql(insertion, `values (${values})`)),
      many: named(insertSql(insertion, records)),
    }
    insertions.set(insertion, prepared)
  }
  return prepared
}

/** Rows as one JSON parameter: a statement's text stays the same whatever their number. */
function recordsOf<Row extends object>({ columns }: Insertion<Row>, rows: readonly Row[]): string {
  return toJson(
    rows.map((row) => Object.fromEntries(columns.map(({ column, member }) => [column, row[member]]))),
  )
}
