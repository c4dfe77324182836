import { floatText } from './python-json.ts'

/** What Python's `print` shows of a value within a list: its `repr`. Times are texts of ISO 8601. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value)
  if (value instanceof Date) return textRepr(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  if (typeof value !== 'object') return textRepr(String(value))
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([name, member]) => `${textRepr(name)}: ${pythonRepr(member)}`).join(', ')}}`
}

/** What Python's `print` shows of a value that stands alone: a text as it is. */
export function pythonStr(value: unknown): string {
  if (typeof value === 'string') return value
  return value instanceof Date ? value.toISOString() : pythonRepr(value)
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** In single quotes, unless there are such in it and no double ones. */
function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
  const plain = text.replace(/[\\\u0000-\u001f\u007f-\u009f]/g, (sign) => ESCAPES[sign] ?? hex(sign))
  return quote + (quote === "'" ? plain.replaceAll("'", "\\'") : plain) + quote
}

function hex(sign: string): string {
  return `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`
}
