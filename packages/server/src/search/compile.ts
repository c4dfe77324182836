import { invalidParameter } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import { integersJson } from '../db/exact-integer.ts'

/** The right-hand side of a comparison, whatever it compares. */
export interface Condition {
  readonly comparator: string
  readonly value?: string | number | readonly (string | number)[] | undefined
}

/** The comparators that SQL spells the same way. */
const SAME_IN_SQL = new Set(['=', '!=', '>', '>=', '<', '<='])

/** SQLite refuses patterns of more than 50,000 bytes; a wildcard becomes three there at the worst. */
const PATTERN_BYTES = 16_000

/** `column comparator value` in SQL; the value is always a parameter. */
export function condition(
  dialect: Dialect,
  column: RawBuilder<unknown>,
  { comparator, value }: Condition,
): RawBuilder<boolean> {
  if (SAME_IN_SQL.has(comparator)) {
    if (isNumber(value)) return sql`${column} ${sql.raw(comparator)} ${dialect.number(value)}`
    return sql`${dialect.exact(column)} ${sql.raw(comparator)} ${value}`
  }
  switch (comparator) {
    case 'LIKE':
      return dialect.like(column, pattern(String(value)))
    case 'ILIKE':
      return dialect.ilike(column, pattern(String(value)))
    case 'IN':
      return oneOf(dialect, column, value)
    case 'NOT IN':
      return sql`not ${oneOf(dialect, column, value)}`
    case 'IS NULL':
      return sql`${column} is null`
    case 'IS NOT NULL':
      return sql`${column} is not null`
    default:
      throw new Error(`no SQL for the comparator ${comparator}`)
  }
}

/** One that has more digits than a number keeps is a bigint (see Int64 of the contract). */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' || typeof value === 'bigint'
}

function pattern(text: string): string {
  if (Buffer.byteLength(text) <= PATTERN_BYTES) return text
  throw invalidParameter(`A pattern in the filter is too long; at most ${PATTERN_BYTES} bytes are allowed.`)
}

function oneOf(
  dialect: Dialect,
  column: RawBuilder<unknown>,
  value: Condition['value'],
): RawBuilder<boolean> {
  const values = Array.isArray(value) ? (value as readonly (string | number)[]) : []
  return isNumber(values[0])
    ? sql`${column} in ${dialect.integers(sql`${integersJson(values as readonly number[])}`)}`
    : sql`${dialect.exact(column)} in (select value from ${dialect.texts(sql`${JSON.stringify(values)}`, 'long')} items)`
}

/** Planners know the size of a short list; a long one has more items than a statement may have parameters. */
const SHORT_LIST = 100

/** Whether a column holds one of the values: ids, of which there may be any number. */
export function among(
  dialect: Dialect,
  column: RawBuilder<unknown>,
  values: readonly (string | number)[],
): RawBuilder<boolean> {
  if (values.length > 0 && values.length <= SHORT_LIST) return sql`${column} in (${sql.join(values)})`
  return typeof values[0] === 'string'
    ? sql`${column} in (select value from ${dialect.texts(sql`${JSON.stringify(values)}`)} items)`
    : sql`${column} in ${dialect.integers(sql`${integersJson(values as readonly number[])}`)}`
}

/**
 * A page, and one row more that tells whether another follows. The size is written out: of a parameter PostgreSQL assumes a
 * tenth of all rows, takes every plan made without it for a bad one, and plans anew each time.
 */
export function pageRange({ limit, offset }: { limit: number; offset: number }): RawBuilder<unknown> {
  const size = sql`limit ${sql.lit(limit + 1)}`
  return offset > 0 ? sql`${size} offset ${offset}` : size
}

/** Conditions that must all hold. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
