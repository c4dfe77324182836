import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../executor.ts'
import type { Columns } from './trace-values.ts'

/** Rows taken into memory, and into a transaction, at once. */
export const PAGE = sql.lit(500)

/** A reserved word in MySQL. */
export const key = sql.id('key')

/** Runs SQL about columns that the tables of today may not have. */
export async function run<Row>(db: Executor, text: RawBuilder<Row>): Promise<Row[]> {
  return db.query<Row>({ compile: () => text.compile(db.builder) })
}

export async function update(
  db: Executor,
  table: string,
  columns: Columns,
  where: RawBuilder<unknown>,
): Promise<void> {
  const sets = Object.entries(columns).map(([column, value]) => sql`${sql.id(column)} = ${value}`)
  if (sets.length > 0) await run(db, sql`update ${sql.table(table)} set ${sql.join(sets)} where ${where}`)
}

/** Page after page until one is empty; each is asked for with the last row of the one before. */
export async function* pages<Row>(read: (after?: Row) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let page = await read()
  while (page.length > 0) {
    yield page
    page = await read(page.at(-1))
  }
}
