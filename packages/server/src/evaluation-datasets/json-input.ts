import { invalidParameter } from '@millrace/contract'
import { parseExactly } from '../python-json.ts'

/** A field that holds JSON as text. @throws INVALID_PARAMETER_VALUE for what is none, or nested too deep. */
export function parseField(name: string, text: string): unknown {
  try {
    return parseExactly(text)
  } catch (error) {
    throw invalidParameter(`The field '${name}' does not hold JSON: ${(error as Error).message}`)
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Tags as JSON text: an object. */
export function parseTags(text: string | undefined): Record<string, unknown> {
  const tags = text ? parseField('tags', text) : {}
  if (isObject(tags)) return tags
  throw invalidParameter("The field 'tags' must hold a JSON object.")
}
