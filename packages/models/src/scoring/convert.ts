import type { MlflowError } from '@millrace/contract'
import type { ScalarType } from '../signature.ts'
import { brokenCsv } from './csv.ts'
import { NUMPY_TYPES } from './input.ts'
import { enforceNested } from './nested.ts'
import { invalidInput, pythonTypeOf } from './payload.ts'
import type { Conversion } from './table.ts'

const FLOAT = /^\s*[+-]?(\d+(_?\d)*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const WORDS: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }

/** Why Python would refuse a value. */
interface Reason {
  exception: 'ValueError' | 'TypeError'
  message: string
}

/** How a value that is refused is told of: MLflow words it its own way for tables, lists of values, and CSV. */
type Refusal = (reason: Reason, column: { name: string; type: ScalarType }) => MlflowError

export const refuseInTable: Refusal = ({ exception, message }, { name, type }) => {
  const quoted = message.includes("'") ? `"${message}"` : `'${message}'`
  return invalidInput(
    `Data is not compatible with model signature. Failed to convert column ${name} to type '${NUMPY_TYPES[type]}'. Error: '${exception}(${quoted})'`,
  )
}

export const refuseInValues: Refusal = ({ message }) => invalidInput(message)

export const refuseInCsv: Refusal = ({ message }) => brokenCsv(message)

/** What pandas makes of values that are not of their column's type. */
export function conversionOf(refuse: Refusal): Conversion {
  return {
    scalar(value, column) {
      const converted = CONVERTERS[column.type](value)
      if (converted === undefined) throw refuse(reasonAgainst(value, column.type), column)
      return converted
    },
    nested(value, { type, required }) {
      return enforceNested(value, type, required)
    },
  }
}

const toReal = (value: unknown): number | undefined => {
  if (value === undefined) return Number.NaN
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return undefined
  const word = WORDS[value.trim().toLowerCase()]
  if (word !== undefined) return word
  return FLOAT.test(value) ? Number(value.replaceAll('_', '')) : undefined
}

const toWhole = (value: unknown): bigint | undefined => {
  if (typeof value === 'boolean') return BigInt(value)
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt.asIntN(64, BigInt(Math.trunc(value)))
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? BigInt(value) : undefined
}

const toSmall = (value: unknown): number | undefined => {
  const whole = toWhole(value)
  return whole === undefined ? undefined : Number(BigInt.asIntN(32, whole))
}

const toDate = (value: unknown): Date | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const hasZone = typeof value === 'number' || /(z|[+-]\d\d:?\d\d)$/i.test(value) || !value.includes(':')
  const date = new Date(hasZone ? value : `${value}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const CONVERTERS: Readonly<Record<ScalarType, (value: unknown) => unknown>> = {
  boolean: (value) => (typeof value === 'object' && value !== null ? undefined : Number(Boolean(value))),
  integer: toSmall,
  long: toWhole,
  float: toReal,
  double: toReal,
  string: (value) => value ?? null,
  datetime: toDate,
  binary: (value) => (typeof value === 'string' ? Buffer.from(value, 'base64') : undefined),
}

function reasonAgainst(value: unknown, type: ScalarType): Reason {
  if (typeof value === 'string' && (type === 'float' || type === 'double')) {
    return { exception: 'ValueError', message: `could not convert string to float: '${value}'` }
  }
  if (Array.isArray(value))
    return { exception: 'ValueError', message: 'setting an array element with a sequence.' }
  return {
    exception: 'TypeError',
    message: `a value of the type '${pythonTypeOf(value)}' cannot be converted`,
  }
}
