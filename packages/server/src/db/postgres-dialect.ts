import { type RawBuilder, sql } from 'kysely'
import { type Dialect, orderBy } from './dialect.ts'

/** The planner takes an array for ten items; of JSON's it would expect a hundred and read whole tables for them. */
const elements = (json: RawBuilder<string>) =>
  sql`unnest(array(select json_array_elements_text(${json}::json)))`

export const postgresDialect: Dialect = {
  name: 'postgresql',
  jsonText: (text) => sql`to_json(${text})::text`,
  jsonNumber: (number) => sql`${number}::text`,
  joined: (text, order) => sql`string_agg((${text})::text, ',' ${orderBy(order)})`,
  texts: (json) => sql`(select place, value from ${elements(json)} with ordinality as item (value, place))`,
  integers: (json) => sql`(select value::bigint from ${elements(json)} as item (value))`,
  exact: (column) => column,
  like: (column, pattern) => sql`${column} like ${pattern} escape ''`,
  // `ilike` would follow the locale of the server.
  ilike: (column, pattern) =>
    sql`lower(${column} collate "C") like ${pattern.replace(/[A-Z]/g, (letter) => letter.toLowerCase())} escape ''`,
  // A parameter takes the type of its column, which may be too narrow for it.
  number: (value) =>
    Number.isInteger(value) || typeof value === 'bigint'
      ? sql`${value}::bigint`
      : sql`${value}::double precision`,
  largestInteger: 2 ** 31 - 1,
  ordered: (column, ascending) =>
    ascending ? sql`${column} asc nulls last` : sql`${column} desc nulls last`,
  byCodePoint: (column) => sql`${column} collate "C"`,
  byId: (column) => sql`${column} collate "C"`,
  startsAnywhere: true,
  sortsTies: true,
  byIndex: () => sql``,
  unindexed: (column) => column,
  joinFromLeft: sql`join`,
  afterGivenKeys: (table, column) => {
    const sequence = sql`pg_get_serial_sequence(${sql.lit(table)}, ${sql.lit(column)})`
    return sql`select setval(${sequence}, greatest(max(${sql.ref(column)}), nextval(${sequence}))) from ${sql.table(table)}`
  },
  forUpdate: sql`for update`,
  skipLocked: sql`for update skip locked`,
}
