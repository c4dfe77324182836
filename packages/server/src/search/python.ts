import { Buffer } from 'node:buffer'

// Characters that Python's repr escapes: control, format, unassigned, private and surrogate ones, separators but the space.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u
const SHORT_ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A string as Python shows it: single quotes unless only they occur in the text. */
export function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return `${quote}${Array.from(text, (char) => reprChar(char, quote)).join('')}${quote}`
}

function reprChar(char: string, quote: string): string {
  if (char === quote) return `\\${char}`
  const short = SHORT_ESCAPES[char]
  if (short !== undefined) return short
  if (!UNPRINTABLE.test(char)) return char
  const code = char.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${hex(code, 2)}`
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

/** Bytes as Python shows them. */
export function reprBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text.replace(/[^ -~]|[\\'"]/g, (char) => {
    if (char === '"' || char === "'") return char === quote ? `\\${char}` : char
    return SHORT_ESCAPES[char] ?? `\\x${hex(char.charCodeAt(0), 2)}`
  })
  return `b${quote}${body}${quote}`
}

const DEEPEST = 50

/** A value read from JSON as Python shows it. */
export function repr(value: unknown, depth = 0): string {
  if (typeof value === 'string') return reprText(value)
  if (typeof value === 'number') return reprNumber(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object' || value === null) return 'None'
  if (depth > DEEPEST) return '...'
  if (Array.isArray(value)) return `[${value.map((item) => repr(item, depth + 1)).join(', ')}]`
  const members = Object.entries(value).map(([key, item]) => `${reprText(key)}: ${repr(item, depth + 1)}`)
  return `{${members.join(', ')}}`
}

function reprNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : reprFloat(value)
}

/** A float as Python shows it: with a point or an exponent of two digits at least. */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value)
}

/** What `str` prints. */
export function display(value: unknown): string {
  return typeof value === 'string' ? value : repr(value)
}

export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return Array.isArray(value) ? 'list' : 'dict'
}

const INTEGER = /^\s*([+-]?)(\d+(?:_\d+)*)\s*$/

/** What `int(text)` accepts, or undefined. */
export function toInteger(text: string): bigint | undefined {
  const [, sign, digits] = INTEGER.exec(text) ?? []
  if (digits === undefined) return undefined
  const size = BigInt(digits.replaceAll('_', ''))
  return sign === '-' ? -size : size
}

const FLOAT = /^\s*[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?\s*$/i
const NOT_FINITE = /^\s*([+-]?)(?:(inf|infinity)|nan)\s*$/i

/** What `float(text)` accepts, or undefined. */
export function toFloat(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text.replaceAll('_', ''))
  const special = NOT_FINITE.exec(text)
  if (!special) return undefined
  if (special[2] === undefined) return Number.NaN
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** A set of texts the way Python shows one, in a fixed order where Python's is random. */
export function reprSet(members: Iterable<string>): string {
  return `{${[...members].sort().map(reprText).join(', ')}}`
}

/** JSON with Python's blanks, everything outside ASCII escaped. */
export function toJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${toJson(key)}: ${toJson(item)}`)
      .join(', ')}}`
  }
  const text = JSON.stringify(value) ?? 'null'
  return text.replace(/[\x7f-\uffff]/g, (char) => `\\u${hex(char.charCodeAt(0), 4)}`)
}
