import { Buffer } from 'node:buffer'
import { invalidParameter, MlflowError } from '@millrace/contract'
import { decodeBase64 } from './base64.ts'
import type { LoggedModelOrderBy } from './logged-model-order-by.ts'
import { display, toJson, typeName } from './python.ts'

/** What must be the same on every page of one search. */
export interface LoggedModelSearch {
  readonly experiment_ids: readonly string[]
  readonly filter?: string | undefined
  readonly order_by?: readonly LoggedModelOrderBy[] | undefined
}

/** The token carries the whole search, so that a page of another search is refused. */
export function encodeLoggedModelPageToken(search: LoggedModelSearch, offset: number): string {
  return Buffer.from(toJson({ ...repeated(search), offset })).toString('base64')
}

/** How many models to skip; refuses a token of another search. */
export function decodeLoggedModelPageToken(token: string | undefined, search: LoggedModelSearch): number {
  if (!token) return 0
  const found = parseToken(token)
  const expected = repeated(search)
  for (const [key, label] of PARTS) {
    if (isSame(found[key], expected[key])) continue
    const shown = `Expected: ${display(expected[key])}. Found: ${display(found[key] ?? null)}`
    throw invalidParameter(`${label}. ${shown}`)
  }
  return offsetOf(found.offset)
}

const PARTS = [
  ['experiment_ids', 'Experiment IDs in the page token do not match the requested experiment IDs'],
  ['filter_string', 'Filter string in the page token does not match the requested filter string'],
  ['order_by', 'Order by in the page token does not match the requested order by'],
] as const

function repeated({ experiment_ids, filter, order_by }: LoggedModelSearch) {
  const terms = (order_by ?? []).map(({ field_name, ascending, dataset_name, dataset_digest }) => ({
    field_name: field_name ?? null,
    ascending: ascending ?? true,
    dataset_name: dataset_name || null,
    dataset_digest: dataset_digest || null,
  }))
  return { experiment_ids, filter_string: filter || null, order_by: terms.length > 0 ? terms : null }
}

/** Nothing, an empty text and an empty list all mean that there is none. */
function isSame(found: unknown, expected: unknown): boolean {
  const isNone = (value: unknown) => !value || (Array.isArray(value) && value.length === 0)
  return (isNone(found) && isNone(expected)) || toJson(found) === toJson(expected)
}

const JSON_START = /^\s*(?:["\d[{-]|true|false|null|NaN|Infinity)/

function parseToken(token: string): Record<string, unknown> {
  const decoded = decodeBase64(token)
  if (!decoded) throw new MlflowError('INTERNAL_ERROR', 'Invalid page token: incorrect padding')
  const parsed = parseJson(token, decoded)
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  throw new MlflowError(
    'INTERNAL_ERROR',
    `Invalid page token: '${typeName(parsed)}' object has no attribute 'get'`,
  )
}

function parseJson(token: string, decoded: Buffer): unknown {
  const text = decoded.toString()
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = JSON_START.test(text) ? 'Not valid JSON' : 'Expecting value: line 1 column 1 (char 0)'
    throw new MlflowError('INVALID_PARAMETER_VALUE', `Invalid page token: ${token}. ${reason}`, { cause })
  }
}

function offsetOf(offset: unknown): number {
  if (offset === undefined || offset === null) return 0
  if (typeof offset === 'number' && Number.isSafeInteger(Math.trunc(offset)))
    return Math.max(0, Math.trunc(offset))
  throw invalidParameter(`Invalid page token: the offset is not a number, but ${display(offset)}`)
}
