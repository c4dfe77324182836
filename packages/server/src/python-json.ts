import { reprFloat, reprText } from './search/python.ts'

/** A number as Python would write it: `1.0` is not `1`, and whole ones have any number of digits. */
class ExactNumber {
  readonly text: string
  readonly isWhole: boolean

  constructor(source: string) {
    this.isWhole = /^-?\d+$/.test(source)
    this.text = this.isWhole ? String(BigInt(source)) : reprFloat(Number(source))
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source: string }) => unknown

const keepNumbers: Reviver = (_key, value, { source }) =>
  typeof value === 'number' ? new ExactNumber(source) : value

/** Parses JSON so that {@link pythonJson} writes its numbers as Python's json would. @throws SyntaxError */
export function parseExactly(text: string): unknown {
  // TypeScript's library does not know the reviver's third argument yet.
  return JSON.parse(text, keepNumbers as (this: unknown, key: string, value: unknown) => unknown)
}

/** JSON's name of a value's type, as MLflow has it in schemas. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof ExactNumber || typeof value === 'number') return isWhole(value) ? 'integer' : 'float'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

function isWhole(value: ExactNumber | number): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : value.isWhole
}

/** JSON as Python writes it: its spacing, nothing but ASCII; the keys in the order of their code points if `sorted`. */
export function pythonJson(value: unknown, sorted = false): string {
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item, sorted)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
    if (sorted) members.sort(([a], [b]) => byCodePoint(a, b))
    return `{${members.map(([key, item]) => `${asciiText(key)}: ${pythonJson(item, sorted)}`).join(', ')}}`
  }
  return typeof value === 'string' ? asciiText(value) : String(value ?? null)
}

function asciiText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Python's order of strings; UTF-8 keeps that of the code points. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** A JSON value as Python's `str` shows it. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : shown(value)
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${reprText(key)}: ${shown(item)}`)
      .join(', ')}}`
  }
  return typeof value === 'string' ? reprText(value) : String(value)
}
