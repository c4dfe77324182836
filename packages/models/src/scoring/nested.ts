import { isRecord } from '../is-record.ts'
import type { ColumnType, Property, ScalarType } from '../signature.ts'
import { pythonTypeOf } from './payload.ts'
import { Doubt } from './table.ts'

/**
 * A value of a list, an object or a map that is as its type wants it.
 * @throws Doubt saying, as MLflow does, what is not
 */
export function enforceNested(value: unknown, type: ColumnType, required: boolean): unknown {
  if (type === 'any') return value
  const isNothing = value === null || value === undefined
  if (!required && isNothing) return null
  if (typeof type === 'string') return enforceScalar(value, type)
  if ('array' in type) return enforceArray(value, type.array, required)
  if ('map' in type) return enforceMap(value, type.map, required)
  return enforceObject(value, type.object)
}

function enforceScalar(value: unknown, type: ScalarType): unknown {
  if (FITS[type](value)) return value
  throw new Doubt(`Failed to enforce schema of data \`${String(value)}\` with dtype \`${type}\``)
}

function enforceArray(value: unknown, items: ColumnType, required: boolean): unknown[] {
  if (Array.isArray(value)) return value.map((item) => enforceNested(item, items, required))
  throw new Doubt(`Expected data to be list or numpy array, got ${pythonTypeOf(value)}`)
}

function enforceMap(value: unknown, values: ColumnType, required: boolean): Record<string, unknown> {
  if (!isRecord(value)) throw new Doubt(`Expected data to be a dict, got ${pythonTypeOf(value)}`)
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    enforceNested(member, values, required),
  ])
  return Object.fromEntries(entries)
}

function enforceObject(value: unknown, properties: readonly Property[]): Record<string, unknown> {
  if (!isRecord(value)) throw new Doubt(`Expected data to be dictionary, got ${pythonTypeOf(value)}`)
  const missing = properties.filter(({ name, required }) => required && !Object.hasOwn(value, name))
  if (missing.length > 0)
    throw new Doubt(`Missing required properties: ${setOf(missing.map(({ name }) => name))}`)
  const known = new Map(properties.map((property) => [property.name, property]))
  const unknown = Object.keys(value).filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new Doubt(`Invalid properties not defined in the schema found: ${setOf(unknown)}`)
  const entries = Object.entries(value).map(([name, member]) => {
    const { type, required } = known.get(name) as Property
    return [name, enforceNested(member, type, required)]
  })
  return Object.fromEntries(entries)
}

function setOf(names: readonly string[]): string {
  return `{${names.map((name) => `'${name}'`).join(', ')}}`
}

const isWhole = (value: unknown) => Number.isInteger(value)
const isNumber = (value: unknown) => typeof value === 'number'
const isText = (value: unknown) => typeof value === 'string'

const FITS: Readonly<Record<ScalarType, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: isWhole,
  long: isWhole,
  float: isNumber,
  double: isNumber,
  string: isText,
  binary: isText,
  datetime: (value) => isText(value) && !Number.isNaN(Date.parse(value as string)),
}
