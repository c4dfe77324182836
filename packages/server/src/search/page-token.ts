import { Buffer } from 'node:buffer'
import { invalidParameter, MlflowError } from '@millrace/contract'
import { decodeBase64 } from './base64.ts'
import { display, repr, reprBytes, toInteger, typeName } from './python.ts'

/** The token of the page that begins after `offset` rows. */
export function encodePageToken(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString('base64')
}

/** How many rows to skip; none without a token. */
export function decodePageToken(token: string | undefined): number {
  if (!token) return 0
  const parsed = parseToken(token)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new MlflowError('INTERNAL_ERROR', `'${typeName(parsed)}' object has no attribute 'get'`)
  }
  const offset: unknown = Object.hasOwn(parsed, 'offset') ? parsed.offset : undefined
  if (isFalsy(offset)) throw notAnOffset(parsed)
  const rows = wholeNumber(offset)
  if (!Number.isSafeInteger(rows)) throw notAnOffset(parsed)
  // A negative offset skips nothing on SQLite, and other databases refuse it.
  return Math.max(0, rows)
}

type Json = Record<string, unknown>

function parseToken(token: string): Json | unknown[] | string | number | boolean | null {
  if (/[^\0-\x7f]/.test(token)) {
    throw new MlflowError('INTERNAL_ERROR', 'string argument should contain only ASCII characters')
  }
  const decoded = decodeBase64(token)
  if (!decoded) throw invalidParameter('Invalid page token, could not base64-decode')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decoded))
  } catch (cause) {
    throw new MlflowError(
      'INVALID_PARAMETER_VALUE',
      `Invalid page token, decoded value=${reprBytes(decoded)}`,
      { cause },
    )
  }
}

function isFalsy(value: unknown): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0)
}

function notAnOffset(parsed: Json): MlflowError {
  return invalidParameter(`Invalid page token, parsed value=${repr(parsed)}`)
}

function wholeNumber(offset: unknown): number {
  if (typeof offset === 'number') return Math.trunc(offset)
  if (offset === true) return 1
  if (typeof offset !== 'string') {
    throw new MlflowError(
      'INTERNAL_ERROR',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(offset)}'`,
    )
  }
  const rows = toInteger(offset)
  if (rows === undefined) throw invalidParameter(`Invalid page token, not stringable ${display(offset)}`)
  return Number(rows)
}
