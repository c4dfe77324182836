import {
  type Compilable,
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
} from 'kysely'
import type { ExecuteValues, Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import type { Dialect } from './dialect.ts'
import type { Executor } from './executor.ts'
import type { Tables } from './generated/tables.ts'
import { type Insertion, valuesOf } from './insertion.ts'
import { quoted } from './insertion-sql.ts'
import type { Compiled, Statement } from './statement.ts'

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new MysqlAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new MysqlIntrospector(db),
    createQueryCompiler: () => new MysqlQueryCompiler(),
  },
})

/**
 * Of rows that come by the thousand, a statement for so many is prepared: the server parses none of their values. Each number
 * is sent as a double, exact for whole ones that are safe; others come as bigints.
 */
const ROWS_AT_ONCE = 250
const preparable = new WeakMap<object, string>()

type Compilation = Pick<Statement<object, unknown>, 'compile'>

/**
 * Runs statements on a connection, or on whichever of a pool is free. The driver puts the values into the text: prepared
 * statements would send every number as a double, which `limit` refuses.
 */
export class MysqlExecutor implements Executor {
  readonly builder = builder
  readonly dialect: Dialect
  readonly sideBySide: number
  readonly #client: Pool | PoolConnection
  readonly #statements: Map<Compilation, Compiled>

  /** @param statements is shared by the executors of one database. */
  constructor(
    client: Pool | PoolConnection,
    dialect: Dialect,
    sideBySide = 1,
    statements: Map<Compilation, Compiled> = new Map(),
  ) {
    this.#client = client
    this.sideBySide = sideBySide
    this.dialect = dialect
    this.#statements = statements
  }

  /** The same for one connection of the pool. */
  on(connection: PoolConnection): MysqlExecutor {
    return new MysqlExecutor(connection, this.dialect, 1, this.#statements)
  }

  async all<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    return (await this.#run<RowDataPacket[]>(statement, params)) as R[]
  }

  async first<P extends object, R>(statement: Statement<P, R>, params: P): Promise<R | undefined> {
    return (await this.all(statement, params))[0]
  }

  async run<P extends object>(statement: Statement<P, unknown>, params: P): Promise<number> {
    return (await this.#run<ResultSetHeader>(statement, params)).affectedRows
  }

  async insert<Row extends object>(insertion: Insertion<Row>, rows: readonly Row[]): Promise<number> {
    if (rows.length === 0) return 0
    return (await this.#insert(insertion, rows)).affectedRows
  }

  async insertCounted<Row extends object>(insertion: Insertion<Row>, row: Row): Promise<number> {
    return (await this.#insert(insertion, [row])).insertId
  }

  async query<R>(query: Compilable<R>): Promise<R[]> {
    const { sql, parameters } = query.compile()
    const [rows] = await this.#client.query<RowDataPacket[]>(sql, [...parameters])
    return rows as R[]
  }

  async #run<T extends RowDataPacket[] | ResultSetHeader>(
    statement: Compilation,
    params: object,
  ): Promise<T> {
    let compiled = this.#statements.get(statement)
    if (compiled === undefined) {
      compiled = statement.compile(builder, this.dialect)
      this.#statements.set(statement, compiled)
    }
    const [result] = await this.#client.query<T>(
      compiled.sql,
      compiled.bind(params as Record<string, unknown>),
    )
    return result
  }

  async #insert<Row extends object>(
    insertion: Insertion<Row>,
    rows: readonly Row[],
  ): Promise<Pick<ResultSetHeader, 'affectedRows' | 'insertId'>> {
    const fixed = insertion.fixed.map(({ value }) => value)
    const values = rows.map((row) => [...valuesOf(insertion, row), ...fixed])
    const atOnce = insertion.conflict === 'keep, if ever' ? ROWS_AT_ONCE : Number.POSITIVE_INFINITY
    let affectedRows = 0
    while (values.length >= atOnce)
      affectedRows += await this.#insertPrepared(insertion, values.splice(0, atOnce))
    if (values.length === 0) return { affectedRows, insertId: 0 }
    const [result] = await this.#client.query<ResultSetHeader>(insertText(insertion, '?'), [values])
    return { affectedRows: affectedRows + result.affectedRows, insertId: result.insertId }
  }

  async #insertPrepared<Row extends object>(
    insertion: Insertion<Row>,
    values: readonly unknown[][],
  ): Promise<number> {
    let text = preparable.get(insertion)
    if (text === undefined) {
      const row = `(${values[0]?.map(() => '?').join(', ')})`
      text = insertText(insertion, values.map(() => row).join(', '))
      preparable.set(insertion, text)
    }
    const [result] = await this.#client.execute<ResultSetHeader>(text, values.flat() as ExecuteValues)
    return result.affectedRows
  }
}

function insertText<Row extends object>(insertion: Insertion<Row>, values: string): string {
  const names = [...insertion.columns, ...insertion.fixed].map(({ column }) => quoted(column))
  return `insert into ${quoted(insertion.table)} (${names.join(', ')}) values ${values}${onDuplicate(insertion)}`
}

function onDuplicate<Row extends object>({ table, columns, conflict }: Insertion<Row>): string {
  if (conflict === undefined) return ''
  if (typeof conflict === 'string') {
    // Says nothing new; `insert ignore` would hide every other error too.
    const column = quoted(columns[0]?.column ?? '')
    return ` on duplicate key update ${column} = ${quoted(table)}.${column}`
  }
  const { replace, ifLater } = conflict
  const given = (column: string) => `values(${quoted(column)})`
  if (ifLater === undefined) {
    return ` on duplicate key update ${replace.map((c) => `${quoted(c)} = ${given(c)}`).join(', ')}`
  }
  // Assignments are made one after the other, so that all but the first would compare with new values.
  const later = `@later := (${ifLater.map(given).join(', ')}) > (${ifLater.map(quoted).join(', ')})`
  const sets = replace.map(
    (c, i) => `${quoted(c)} = if(${i === 0 ? later : '@later'}, ${given(c)}, ${quoted(c)})`,
  )
  return ` on duplicate key update ${sets.join(', ')}`
}
