import type { Double, Int64 } from '@millrace/contract'

/** Tags, params and the like. */
export type Texts = Readonly<Record<string, string>>

/** A whole number of 64 bits: a bigint where a number would round it. */
export type Int = number | bigint

interface Pair {
  key?: string
  value?: string
}

/** The wire's list of pairs as a record. */
export function toRecord(pairs: readonly Pair[] = []): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key = '', value = '' }) => [key, value]))
}

/** A record as the wire's list of pairs; undefined where nothing is given. */
export function toPairs(record: Texts | undefined): { key: string; value: string }[] | undefined {
  return record && Object.entries(record).map(([key, value]) => ({ key, value }))
}

/** Milliseconds of the wire as a date; undefined where there is none. */
export function toDate(milliseconds: Int64 | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(Number(milliseconds))
}

/** A time of day, however it is given, as the wire's milliseconds. */
export function toMilliseconds(time: Date | number): Int64 {
  return typeof time === 'number' ? Math.trunc(time) : time.getTime()
}

/** The wire's double for a number. */
export function toDouble(value: number): Double {
  if (Number.isFinite(value)) return value
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Infinity' : '-Infinity'
}

/** The one place where a bigint goes out under the wire's name for whole numbers (see Int64 of the contract). */
export function toInt64(value: Int): Int64 {
  return value as number
}

/** A whole number of the wire as it is: a bigint beyond 2^53. */
export function fromInt64(value: Int64 | undefined): Int {
  return value ?? 0
}

/** Only the fields that have a value, so that the wire carries no others. */
export function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

/** A word of the wire in small letters: `FINISHED` is `finished`. */
export type Lower<Word extends string | undefined> = Word extends string ? Lowercase<Word> : undefined

/** Whether what is active, deleted or both is meant. */
export type View = 'active' | 'deleted' | 'all'

const VIEWS = { active: 'ACTIVE_ONLY', deleted: 'DELETED_ONLY', all: 'ALL' } as const

/** The wire's word for a view. */
export function viewType(view: View | undefined): (typeof VIEWS)[View] | undefined {
  return view && VIEWS[view]
}
