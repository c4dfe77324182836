import { type RawBuilder, sql } from 'kysely'
import { type Dialect, orderBy } from './dialect.ts'

/** How the tables' text is stored; a parameter that is compared with it must be stored likewise, or no index helps. */
export interface TextStorage {
  readonly charset: string
  readonly collation: string
}

/** A backslash stands for itself, and so does what must be named as the escape character instead. */
function literal(pattern: string): string {
  return pattern.replaceAll('|', '||')
}

/** Of ids, keys and names, and of values. */
const LENGTHS = { short: sql.lit(256), long: sql.lit(8000) }

/** MySQL's dialect for tables whose text is stored so. Sessions have ANSI_QUOTES and PIPES_AS_CONCAT (see mysql-open.ts). */
export function mysqlDialect({ charset, collation }: TextStorage): Dialect {
  const stored = sql.raw(`character set ${charset} collate ${collation}`)
  const exact = (column: RawBuilder<unknown>) => sql`convert(${column} using utf8mb4) collate utf8mb4_bin`
  return {
    name: 'mysql',
    jsonText: (text) => sql`json_quote(${text})`,
    jsonNumber: (number) => sql`${number}`,
    joined: (text, order) => sql`group_concat(${text} ${orderBy(order)} separator ',')`,
    texts: (json, length = 'short') =>
      sql`json_table(${json}, '$[*]' columns (place for ordinality, value varchar(${LENGTHS[length]}) ${stored} path '$'))`,
    integers: (json) =>
      sql`(select value from json_table(${json}, '$[*]' columns (value bigint path '$')) item)`,
    exact,
    like: (column, pattern) => sql`${exact(column)} like ${literal(pattern)} escape '|'`,
    ilike: (column, pattern) => sql`lower(${exact(column)}) like lower(${literal(pattern)}) escape '|'`,
    number: (value) => sql`${value}`,
    largestInteger: 2 ** 31 - 1,
    ordered: (column, ascending) => (ascending ? sql`${column} is null, ${column} asc` : sql`${column} desc`),
    byCodePoint: exact,
    byId: (column) => column,
    startsAnywhere: true,
    sortsTies: false,
    byIndex: (index) => sql`force index (${sql.id(index)})`,
    unindexed: (column) => column,
    joinFromLeft: sql`straight_join`,
    afterGivenKeys: () => undefined,
    forUpdate: sql`for update`,
    skipLocked: sql`for update skip locked`,
  }
}
