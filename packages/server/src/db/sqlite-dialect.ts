import { sql } from 'kysely'
import { likeToGlob } from '../search/like.ts'
import { type Dialect, orderBy } from './dialect.ts'

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  jsonText: (text) => sql`json_quote(${text})`,
  // Plain `||` would round to 15 digits.
  jsonNumber: (number) => sql`json_quote(${number})`,
  joined: (text, order) => sql`group_concat(${text}, ',' ${orderBy(order)})`,
  texts: (json) => sql`(select key as place, value from json_each(${json}))`,
  integers: (json) => sql`(select value from json_each(${json}))`,
  exact: (column) => column,
  like: (column, pattern) => sql`${column} glob ${likeToGlob(pattern)}`,
  ilike: (column, pattern) => sql`${column} like ${pattern}`,
  number: (value) => sql`${value}`,
  largestInteger: 2n ** 63n - 1n,
  ordered: (column, ascending) => (ascending ? sql`${column} asc nulls last` : sql`${column} desc`),
  byCodePoint: (column) => column,
  byId: (column) => column,
  startsAnywhere: false,
  sortsTies: true,
  byIndex: (index) => sql`indexed by ${sql.id(index)}`,
  unindexed: (column) => sql`+${column}`,
  joinFromLeft: sql`cross join`,
  afterGivenKeys: () => undefined,
  forUpdate: sql``,
  skipLocked: sql``,
}
