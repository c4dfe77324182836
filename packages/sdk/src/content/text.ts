import { InvalidValueError } from '../errors.ts'
import { jsonFile } from './json.ts'

/** What a param or a tag may be; everything is kept as text. */
export type Loggable = string | number | bigint | boolean | null | Date | object

/**
 * A param or tag as text: texts as they are, dates as ISO 8601, objects as JSON.
 * @throws InvalidValueError where it has no text
 */
export function textOf(value: Loggable | undefined): string {
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null) return jsonFile(value, 0)
  if (typeof value === 'symbol' || typeof value === 'function') {
    throw new InvalidValueError(`A ${typeof value} has no text to log.`)
  }
  return String(value)
}
