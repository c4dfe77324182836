import { type RawBuilder, sql } from 'kysely'

type Sql<T> = RawBuilder<T>

/** MySQL keeps a list of short texts in memory, and writes one of long texts to the disk whatever it holds. */
type TextLength = 'short' | 'long'

/** What SQLite, PostgreSQL and MySQL say differently, as pieces of SQL. Features never ask which of them it is. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql' | 'mysql'

  /** Text as JSON text, quotes included. */
  jsonText(text: Sql<string>): Sql<string>
  /** A floating-point number as JSON text, no bit lost. */
  jsonNumber(number: Sql<number>): Sql<string>
  /** The texts of a group with commas between them; null for none. Ordered by what the rows come in, or by `order`. */
  joined(text: Sql<string>, order?: Sql<unknown>): Sql<string | null>
  /**
   * A table of the items of a JSON array of texts: `place` ascending from first to last, and `value`. Ids, keys and names are
   * short, and that is the default; what users compare with may be long.
   */
  texts(json: Sql<string>, length?: TextLength): Sql<unknown>
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

  /** An id, hexadecimal, in the order of its code points as an index gives it. */
  byId(column: Sql<unknown>): Sql<unknown>
  /** Whether the planner may start at what rows are asked to have, though it should walk through the rows until a page is full. */
  readonly startsAnywhere: boolean
  /** Whether rows that come sorted by one column are sorted by it and others without holding all of them. */
  readonly sortsTies: boolean

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
