import { randomInt } from 'node:crypto'
import { MlflowError } from '@millrace/contract'
import type { Compilable } from 'kysely'
import type { Insertion } from '../db/insertion.ts'
import { SqliteExecutor, type SqliteHandle } from '../db/sqlite.ts'
import type { Statement } from '../db/statement.ts'
import { NOT_HELD } from './change-log.ts'
import { keyPath } from './places.ts'

/** Tables with a file or a folder for each row: the column that names it. */
const NAMED_BY: Readonly<Record<string, string>> = {
  params: 'key',
  tags: 'key',
  metrics: 'key',
  experiment_tags: 'key',
  logged_model_params: 'param_key',
  logged_model_tags: 'tag_key',
  logged_model_metrics: 'metric_name',
  registered_models: 'name',
  registered_model_tags: 'key',
  registered_model_aliases: 'alias',
  model_version_tags: 'key',
}

/** Writes to the mirror what the folder can hold, and refuses the rest before it is written. */
export class FolderExecutor extends SqliteExecutor {
  readonly #root: string
  readonly #insertions = new WeakMap<object, Insertion<object>>()

  constructor(handle: SqliteHandle, root: string) {
    super(handle)
    this.#root = root
  }

  override insert<Row extends object>(insertion: Insertion<Row>, rows: readonly Row[]): number {
    const name = NAMED_BY[insertion.table]
    const member = insertion.columns.find(({ column }) => column === name)?.member
    if (member !== undefined) for (const row of rows) keyPath('', String(row[member]))
    return this.#explained(() => super.insert(insertion, rows))
  }

  override run<P extends object>(statement: Statement<P, unknown>, params: P): number {
    return this.#explained(() => super.run(statement, params))
  }

  override query<R>(query: Compilable<R>): R[] {
    return this.#explained(() => super.query(query))
  }

  /** Counted ids of two folders would be the same; MLflow draws them, from a range that numbers do not hold exactly. */
  override insertCounted<Row extends object>(insertion: Insertion<Row>, row: Row): number {
    const { counted } = insertion
    if (counted === undefined) return super.insertCounted(insertion, row)
    const id = newId()
    this.insert(this.#withKey(insertion, counted), [{ ...row, [KEY]: id }])
    return id
  }

  #withKey<Row extends object>(
    insertion: Insertion<Row>,
    column: string,
  ): Insertion<Row & { [KEY]: number }> {
    const known = this.#insertions.get(insertion)
    if (known) return known as Insertion<Row & { [KEY]: number }>
    const made = { ...insertion, columns: [...insertion.columns, { column, member: KEY }] } as Insertion<
      Row & { [KEY]: number }
    >
    this.#insertions.set(insertion, made as Insertion<object>)
    return made
  }

  #explained<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      const table = (error as Error).message?.split(NOT_HELD)[1]
      if (table === undefined) throw error
      throw needsDatabase(table, this.#root)
    }
  }
}

const KEY = 'millrace_key'

const SINCE = Date.UTC(2020, 0)
const IN_A_MILLISECOND = 4096
let lastId = 0

/** As experiments come, larger ones; no number loses a digit of them until 2089. */
function newId(): number {
  lastId = Math.max(lastId + 1, (Date.now() - SINCE) * IN_A_MILLISECOND + randomInt(IN_A_MILLISECOND))
  return lastId
}

function needsDatabase(table: string, root: string): MlflowError {
  return new MlflowError(
    'NOT_IMPLEMENTED',
    `A file store cannot hold ${table.replaceAll('_', ' ')}, and this server keeps its data in the folder ${root}. Start it on a database; millrace migrate-filestore takes the folder over into one.`,
  )
}
