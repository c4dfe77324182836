import { invalidParameter } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import { likeToGlob } from './like.ts'

/** The right-hand side of a comparison, whatever it compares. */
export interface Condition {
  readonly comparator: string
  readonly value?: string | number | readonly string[] | undefined
}

/** The comparators that SQL spells the same way. */
const SAME_IN_SQL = new Set(['=', '!=', '>', '>=', '<', '<='])

/** SQLite refuses longer patterns. */
const PATTERN_BYTES = 50_000

/** `column comparator value` as SQLite spells it; the value is always a parameter. */
export function condition(
  column: RawBuilder<unknown>,
  { comparator, value }: Condition,
): RawBuilder<boolean> {
  if (SAME_IN_SQL.has(comparator)) return sql`${column} ${sql.raw(comparator)} ${value}`
  switch (comparator) {
    case 'LIKE':
      return sql`${column} glob ${pattern(likeToGlob(String(value)))}`
    case 'ILIKE':
      return sql`${column} like ${pattern(String(value))}`
    case 'IN':
      return sql`${column} in (select value from json_each(${JSON.stringify(value)}))`
    case 'NOT IN':
      return sql`${column} not in (select value from json_each(${JSON.stringify(value)}))`
    case 'IS NULL':
      return sql`${column} is null`
    case 'IS NOT NULL':
      return sql`${column} is not null`
    default:
      throw new Error(`no SQL for the comparator ${comparator}`)
  }
}

function pattern(text: string): string {
  if (Buffer.byteLength(text) <= PATTERN_BYTES) return text
  throw invalidParameter(`A pattern in the filter is too long; at most ${PATTERN_BYTES} bytes are allowed.`)
}

/** Conditions that must all hold. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql`1` : sql.join(conditions, sql` and `)
}

/** Ascending or descending, what is missing last either way. */
export function ordered(column: RawBuilder<unknown>, ascending: boolean): RawBuilder<unknown> {
  return ascending ? sql`${column} asc nulls last` : sql`${column} desc`
}
