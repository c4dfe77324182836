import { type RawBuilder, sql } from 'kysely'
import { key } from './row-sql.ts'
import { MOVED } from './trace-values.ts'

/** The condition for rows of a table that become columns. */
export function hasMovedKey(table: keyof typeof MOVED): RawBuilder<unknown> {
  return sql`${key} in (${sql.join([...MOVED[table]])})`
}
