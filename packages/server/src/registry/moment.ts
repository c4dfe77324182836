import { invalidParameter } from '@millrace/contract'

const DAY_MS = 86_400_000

/**
 * A time as clients may write it: milliseconds since 1970, or a date or time of ISO 8601 (UTC where it names no zone).
 * @param edge is what a date alone means: its first or its last millisecond.
 */
export function momentOf(text: string, field: string, edge: 'start' | 'end'): number {
  // Fewer digits are rather a year, or a date without its dashes.
  if (/^(?:0|\d{9,15})$/.test(text)) return Number(text)
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text)
  const start = Date.parse(isDate || hasZone ? text : `${text}Z`)
  if (/^\d{4}-/.test(text) && Number.isFinite(start))
    return isDate && edge === 'end' ? start + DAY_MS - 1 : start
  throw invalidParameter(
    `Invalid value '${text}' for parameter '${field}': give milliseconds since 1970, a date (2026-03-03) or a time (2026-03-03T09:30:00Z).`,
  )
}
