import { InvalidValueError } from '../errors.ts'

/**
 * A value as the Python client writes it into files: two blanks deep, ASCII only.
 * @throws InvalidValueError where JSON cannot hold it
 */
export function jsonFile(value: unknown, indent = 2): string {
  try {
    const text = JSON.stringify(value, plain, indent)
    if (text !== undefined) return text.replace(/[\u0080-\uffff]/g, escaped)
  } catch (error) {
    throw new InvalidValueError(`It cannot be written as JSON: ${(error as Error).message}`, { cause: error })
  }
  throw new InvalidValueError(`It cannot be written as JSON: it is ${typeof value}.`)
}

/** The same on one line, with Python's blanks: the Python client looks for tags by such texts. */
export function jsonLine(value: unknown): string {
  return spaced(JSON.parse(jsonFile(value, 0))).replace(/[\u0080-\uffff]/g, escaped)
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`)
  return `{${members.join(', ')}}`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** What JavaScript has and JSON has not. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  }
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set || isTyped(value)) return Array.from(value as Iterable<unknown>)
  return value
}

function isTyped(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
}
