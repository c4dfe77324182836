/**
 * A number that Python would hold as a float: `1` is written `1.0`, as `json.dumps` does. `String` would keep each text in V8's
 * cache until it is garbage of the old kind.
 */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return withTwoDigits(value.toExponential())
  const text = Object.is(value, -0) ? '-0' : JSON.stringify(value)
  return Number.isInteger(value) ? `${text}.0` : text
}

/** Python writes 1e-07 where JavaScript writes 1e-7. */
function withTwoDigits(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

const NOT_ASCII = /[\u007f-\uffff]/g

/** A string as `json.dumps` writes it: what is not ASCII is escaped. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(NOT_ASCII, (unit) =>
    unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** JSON text with Python's separators, `", "` and `": "`. Whole numbers are written as integers. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'string') return pythonString(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : pythonFloat(value)
  if (typeof value === 'object' && value !== null) {
    if (ArrayBuffer.isView(value)) return pythonJson(Array.from(value as unknown as ArrayLike<unknown>))
    const members = Object.entries(value).map(
      ([name, member]) => `${pythonString(name)}: ${pythonJson(member)}`,
    )
    return `{${members.join(', ')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

const STRING_OR_WORD = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}
const MARK = '\u0000number:'

/**
 * JSON as Python's `json.loads` reads it: `NaN`, `Infinity` and `-Infinity` are numbers.
 * @throws SyntaxError
 */
export function parsePythonJson(text: string): unknown {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text)
  const marked = text.replace(STRING_OR_WORD, (found) =>
    found.startsWith('"') ? found : JSON.stringify(MARK + found),
  )
  return JSON.parse(marked, (_, value) =>
    typeof value === 'string' && value.startsWith(MARK) ? WORDS[value.slice(MARK.length)] : value,
  )
}
