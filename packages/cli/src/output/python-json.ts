/** A number that Python holds as a float: it prints 1 as `1.0`, and 1e-7 as `1e-07`. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

type Json = string | number | boolean | null | Float | readonly Json[] | { readonly [key: string]: Json }

/** What Python's `json.dumps(value, indent=…)` prints: only ASCII, floats as Python's `repr`, NaN by name. */
export function pythonJson(value: Json, indent: number, depth = 0): string {
  if (value instanceof Float) return floatText(value.value)
  if (typeof value === 'string') return ascii(JSON.stringify(value))
  if (value === null || typeof value !== 'object') return String(value)
  const inner = `\n${' '.repeat(indent * (depth + 1))}`
  const outer = `\n${' '.repeat(indent * depth)}`
  const list = (items: readonly string[], open: string, close: string) =>
    items.length === 0 ? open + close : open + inner + items.join(`,${inner}`) + outer + close
  if (isList(value))
    return list(
      value.map((item) => pythonJson(item, indent, depth + 1)),
      '[',
      ']',
    )
  const members = Object.entries(value).map(
    ([key, item]) => `${ascii(JSON.stringify(key))}: ${pythonJson(item, indent, depth + 1)}`,
  )
  return list(members, '{', '}')
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}

/** Python's `repr` of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return Number.isInteger(value) ? `${text}.0` : text
}

function ascii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
