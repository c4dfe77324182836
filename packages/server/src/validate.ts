import {
  invalidParameter,
  isFileName,
  isLonger,
  isOfKeyCharacters,
  LIMITS,
  MlflowError,
  normalPath,
  pythonJson,
} from '@millrace/contract'
import { exactInteger } from './db/exact-integer.ts'

export function assertLength(name: string, text: string, limit: number): void {
  if (isLonger(text, limit))
    throw invalidParameter(`'${name}' exceeds the maximum length of ${limit} characters`)
}

/** Refuses keys that MLflow refuses; `path` names the field in the error, `kind` the thing in the length error. */
export function assertKey(key: string, path: string, kind: string): void {
  if (!isOfKeyCharacters(key)) {
    throw invalidParameter(
      `Invalid value ${pythonJson(key)} for parameter '${path}' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).`,
    )
  }
  assertFileName(key, path)
  assertLength(kind, key, LIMITS.keyLength)
}

/** Refuses names that would be another name as a file's path. */
export function assertFileName(name: string, path: string): void {
  if (isFileName(name)) return
  throw invalidParameter(
    `Invalid value ${pythonJson(name)} for parameter '${path}' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${normalPath(name)}'`,
  )
}

/** A new thing has each tag once. @throws BAD_REQUEST as MLflow, whose message is the database's. */
export function assertTagsDistinct(tags: readonly { key?: string }[]): void {
  const keys = new Set<string>()
  for (const { key = '' } of tags) {
    if (keys.has(key)) throw new MlflowError('BAD_REQUEST', `The tag '${key}' is given twice.`)
    keys.add(key)
  }
}

/** The number of an experiment id; those of file stores have 18 digits. @throws INVALID_PARAMETER_VALUE for what is none. */
export function experimentNumber(id: string): number {
  if (!/^[+-]?\d{1,18}$/.test(id.trim())) {
    throw invalidParameter(`Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`)
  }
  return exactInteger(id.trim().replace('+', ''))
}

/** `max_results` of the searches that answer with MLflow's own words. */
export function assertPageSize(value: number, limit: number): number {
  if (value < 1) {
    throw invalidParameter(
      `Invalid value ${value} for parameter 'max_results' supplied. It must be a positive integer`,
    )
  }
  if (value > limit) {
    throw invalidParameter(
      `Invalid value ${value} for parameter 'max_results' supplied. It must be at most ${limit}`,
    )
  }
  return value
}

/** A number as Python prints a float, for error texts. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${value}.0`
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}
