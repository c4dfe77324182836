import { sql } from 'kysely'
import type { Dialect } from './dialect.ts'

export const postgresDialect: Dialect = {
  name: 'postgresql',
  jsonText: (text) => sql`to_json(${text})::text`,
  jsonNumber: (number) => sql`${number}::text`,
  joined: (text) => sql`string_agg((${text})::text, ',')`,
  texts: (json) =>
    sql`(select place, value from json_array_elements_text(${json}::json) with ordinality as item (value, place))`,
  integers: (json) =>
    sql`(select value::bigint from json_array_elements_text(${json}::json) as item (value))`,
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
  byIndex: () => sql``,
  joinFromLeft: sql`join`,
  afterGivenKeys: (table, column) => {
    const sequence = sql`pg_get_serial_sequence(${sql.lit(table)}, ${sql.lit(column)})`
    return sql`select setval(${sequence}, greatest(max(${sql.ref(column)}), nextval(${sequence}))) from ${sql.table(table)}`
  },
  forUpdate: sql`for update`,
}
