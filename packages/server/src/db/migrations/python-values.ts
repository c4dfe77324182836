/** Values in JSON texts that Python wrote, read as Python reads them: the columns they move into were filled by it. */

/** A number of a JSON text, digit by digit. */
export class Numeral {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Python writes NaN and infinities, which JSON does not know; between quotes they are letters. */
const TEXT_OR_NOT_JSON = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g

/** @returns undefined where the text is not JSON. Numbers come as {@link Numeral}s, those that are none as null. */
export function parsePythonJson(text: string): unknown {
  const json = text.replace(TEXT_OR_NOT_JSON, (found) => (found.startsWith('"') ? found : 'null'))
  try {
    return JSON.parse(json, keepDigits)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? new Numeral(context?.source ?? String(value)) : value
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Numeral)
}

const DECIMAL = /^(?<sign>[+-]?)(?<whole>\d*)\.?(?<fraction>\d*)(?:e(?<exponent>[+-]?\d+))?$/i
const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n, digits: 19 }

/** A whole number of 64 bits out of a number or a text; null for anything else. */
export function wholeNumber(value: unknown): bigint | null {
  const match = DECIMAL.exec(decimalText(value))
  const { sign, whole = '', fraction = '', exponent = '0' } = match?.groups ?? {}
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  if (!match || `${whole}${fraction}` === '') return null
  const significant = digits.replace(/0+$/, '')
  const zeros = Number(exponent) - fraction.length + (digits.length - significant.length)
  if (significant === '') return 0n
  if (zeros < 0 || significant.length + zeros > INT64.digits) return null
  const number = BigInt(`${sign === '-' ? '-' : ''}${significant}${'0'.repeat(zeros)}`)
  return number >= INT64.least && number <= INT64.most ? number : null
}

/** A floating-point number counts by its shortest digits, as Python prints it. */
function decimalText(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (value instanceof Numeral) return /[.e]/i.test(value.text) ? String(Number(value.text)) : value.text
  return typeof value === 'string' ? value.trim().replaceAll('_', '') : ''
}

const DIGITS = '\\d+(?:_\\d+)*'
const FLOAT = new RegExp(`^[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:e[+-]?${DIGITS})?$`, 'i')

/** A finite number out of a number or a text; null for anything else. */
export function finiteNumber(value: unknown): number | null {
  if (value instanceof Numeral) return finite(Number(value.text))
  if (typeof value !== 'string') return null
  const text = value.trim()
  return FLOAT.test(text) ? finite(Number(text.replaceAll('_', ''))) : null
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null
}

/** The first letters of a text, a letter outside the basic plane counting as one. */
export function firstLetters(text: string, limit: number): string {
  return text.length <= limit ? text : [...text].slice(0, limit).join('')
}
