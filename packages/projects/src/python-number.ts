/** What PyYAML takes for numbers, which is less than YAML 1.1 does: `1e3`, `08` and `.` are texts. */
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[\da-fA-F_]+|0|[1-9][\d_]*(?::[0-5]?\d)*)$/
const FLOAT =
  /^[-+]?(?:\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/**
 * A number of a YAML file as Python's `str` writes it: integers as such, floats with their point.
 * @param source as it stands in the file
 */
export function pythonNumber(value: number, source: string): string {
  if (INTEGER.test(source)) return exactInteger(value, source)
  return FLOAT.test(source) ? pythonFloat(value) : source
}

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return Number.isInteger(value) ? `${text}.0` : text
}

/** Python's integers have no end. */
function exactInteger(value: number, source: string): string {
  if (Number.isSafeInteger(value)) return String(value)
  return /^[-+]?\d+$/.test(source) ? String(BigInt(source.replace('+', ''))) : String(value)
}
