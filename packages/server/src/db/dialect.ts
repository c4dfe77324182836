import { type RawBuilder, sql } from 'kysely'

type Sql<T> = RawBuilder<T>

/** What SQLite, PostgreSQL and MySQL say differently, as pieces of SQL. Features never ask which of them it is. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql' | 'mysql'

  /** Text as JSON text, quotes included. */
  jsonText(text: Sql<string>): Sql<string>
  /** A floating-point number as JSON text, no bit lost. */
  jsonNumber(number: Sql<number>): Sql<string>
  /** The texts of a group with commas between them; null for none. Ordered by what the rows come in, or by `order`. */
  joined(text: Sql<string>, order?: Sql<unknown>): Sql<string | null>
  /** A table of the items of a JSON array of texts: `place` ascending from first to last, and `value`. */
  texts(json: Sql<string>): Sql<unknown>
  /** The right side of `in`: the items of a JSON array of whole numbers. */
  integers(json: Sql<string>): Sql<unknown>

  /** A column of text where it must be compared letter by letter. */
  exact(column: Sql<unknown>): Sql<unknown>
  /** `LIKE`: `%` and `_` stand for others, nothing else does, and case counts. */
  like(column: Sql<unknown>, pattern: string): Sql<boolean>
  /** The same where the case of ASCII letters does not count. */
  ilike(column: Sql<unknown>, pattern: string): Sql<boolean>
  /** A number that is a parameter, whatever the column that it is compared with. */
  number(value: number | bigint): Sql<number>
  /** What a column of the type INTEGER holds at most. */
  readonly largestInteger: number | bigint
  /** Ascending or descending, what is missing last either way. */
  ordered(column: Sql<unknown>, ascending: boolean): Sql<unknown>
  /** A column of text where its order must be that of its code points. */
  byCodePoint(column: Sql<unknown>): Sql<unknown>

  /** Follows a table's name where the planner would take another index. */
  byIndex(index: string): Sql<unknown>
  /** A column where the planner would take an index of it and should not. */
  unindexed(column: Sql<unknown>): Sql<unknown>
  /** A join that starts at its left side. */
  readonly joinFromLeft: Sql<unknown>
  /** What makes the database count on behind keys that it was given; undefined where it looks for itself. */
  afterGivenKeys(table: string, column: string): Sql<unknown> | undefined
  /** Ends a select whose rows nobody else may change before the transaction ends. */
  readonly forUpdate: Sql<unknown>
  /** The same, passing over rows that others hold. */
  readonly skipLocked: Sql<unknown>
}

/** The order inside an aggregate, where one is wanted. */
export function orderBy(order: Sql<unknown> | undefined): Sql<unknown> {
  return order === undefined ? sql`` : sql`order by ${order}`
}
