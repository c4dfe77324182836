import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Executor } from './executor.ts'
import { FrequentTexts } from './frequent-texts.ts'
import type { Tables } from './generated/tables.ts'
import { type Insertion, valuesOf } from './insertion.ts'
import { fixedValues, insertSql, plainInsertSql, quoted } from './insertion-sql.ts'
import { arrayLiteral } from './postgres-array.ts'
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

interface PreparedInsertion {
  readonly one: Named
  /** Of a parameter for each column, an array. */
  readonly many: Named
  /** The same, where no row is taken to be there. */
  readonly manyNew: Named
}

const statements = new WeakMap<Compilation, Named & Pick<Compiled, 'bind'>>()
const insertions = new WeakMap<object, PreparedInsertion>()
const frequent = new FrequentTexts()
let names = 0

/** Runs statements on a connection, or on whichever of a pool is free. */
export class PostgresExecutor implements Executor {
  readonly builder = builder
  readonly dialect = postgresDialect
  readonly sideBySide: number
  readonly #client: Pool | PoolClient
  readonly #trusting: boolean

  /** @param trusting whether rows that are hardly ever there may fail: who does that tries again with one that is not. */
  constructor(client: Pool | PoolClient, { sideBySide = 1, trusting = false } = {}) {
    this.#client = client
    this.sideBySide = sideBySide
    this.#trusting = trusting
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
    const { one, many, manyNew } = await this.#insertion(insertion)
    const query =
      rows.length === 1
        ? { ...one, values: valuesOf(insertion, row) }
        : {
            ...(this.#trusting && insertion.conflict === 'keep, if ever' ? manyNew : many),
            values: arraysOf(insertion, rows),
          }
    return (await this.#client.query(query)).rowCount ?? 0
  }

  async insertCounted<Row extends object>(insertion: Insertion<Row>, row: Row): Promise<number> {
    const { text } = (await this.#insertion(insertion)).one
    const { rows } = await this.#client.query<{ key: number }>(
      `${text} returning ${quoted(insertion.counted ?? '')} as key`,
      valuesOf(insertion, row),
    )
    return rows[0]?.key ?? 0
  }

  async query<R>(query: Compilable<R>): Promise<R[]> {
    const { sql: text, parameters } = query.compile()
    const name = frequent.nameOf(text)
    return (await this.#client.query({ ...(name && { name }), text, values: [...parameters] })).rows as R[]
  }

  async #insertion<Row extends object>(insertion: Insertion<Row>): Promise<PreparedInsertion> {
    const known = insertions.get(insertion)
    if (known) return known
    const types = await this.#typesOf(insertion.table)
    // Another may have been as quick; a name must keep its text.
    const prepared = insertions.get(insertion) ?? prepareInsertion(insertion, types)
    insertions.set(insertion, prepared)
    return prepared
  }

  async #typesOf(table: string): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.#client.query<{ column: string; type: string }>(
      `select attname as column, format_type(atttypid, null) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [quoted(table)],
    )
    return new Map(rows.map(({ column, type }) => [column, type]))
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

/** The table's own types, so that every value is read as a single one would be. */
function prepareInsertion<Row extends object>(
  insertion: Insertion<Row>,
  types: ReadonlyMap<string, string>,
): PreparedInsertion {
  const fixed = fixedValues(insertion)
  const values = [...insertion.columns.map((_, i) => `$${i + 1}`), ...fixed].join(', ')
  const names = insertion.columns.map((_, i) => `c${i}`)
  const arrays = insertion.columns.map(({ column }, i) => `$${i + 1}::${types.get(column)}[]`)
  const rows = `select ${[...names, ...fixed].join(', ')} from unnest(${arrays.join(', ')}) as item (${names.join(', ')})`
  return {
    one: named(insertSql(insertion, `values (${values})`)),
    many: named(insertSql(insertion, rows)),
    manyNew: named(plainInsertSql(insertion, rows)),
  }
}

/** An array for each column: a statement's text stays the same whatever the number of rows. */
function arraysOf<Row extends object>({ columns }: Insertion<Row>, rows: readonly Row[]): string[] {
  return columns.map(({ member }) => arrayLiteral(rows.map((row) => row[member])))
}
