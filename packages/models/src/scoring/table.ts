import { type ColumnSpec, type ColumnType, SCALAR_TYPES, type ScalarType } from '../signature.ts'
import { type Column, NUMPY_TYPES, type NumberArray, numberArray, type Table } from './input.ts'
import type { TableSource } from './table-source.ts'

/** What becomes of values that are not plainly of their column's type; each throws where they are refused. */
export interface Conversion {
  scalar(value: unknown, column: { name: string; type: ScalarType }): unknown
  /** Of lists, objects and maps, checked part by part. */
  nested(value: unknown, column: { name: string; type: ColumnType; required: boolean }): unknown
}

/** The data do not fit the schema. Where Python is at hand, that says what becomes of them. */
export class Doubt extends Error {
  /** Of a column or array that is missing or of the wrong shape, or of a single value. */
  readonly of: 'schema' | 'value'

  constructor(message: string, of: 'schema' | 'value' = 'schema') {
    super(message)
    this.of = of
  }
}

const doubt = (_: unknown, { name }: { name: string }): never => {
  throw new Doubt(`the column ${name} is not plainly of its type`)
}

/** Leaves what is not plain to Python. */
export const noConversion: Conversion = { scalar: doubt, nested: doubt }

/**
 * The columns of a schema, taken from rows of a request. Further columns of the request are left out.
 * @throws Doubt, or what the conversion throws
 */
export function readTable(source: TableSource, schema: readonly ColumnSpec[], conversion: Conversion): Table {
  assertComplete(source, schema)
  const columns: Column[] = []
  for (const [place, spec] of schema.entries()) {
    const name = spec.name ?? source.names[place] ?? ''
    if (source.names.includes(name)) columns.push(readColumn(source, { ...spec, name }, conversion))
  }
  return { kind: 'table', rows: source.rows, isNamed: source.isNamed, columns }
}

function assertComplete({ names, isNamed }: TableSource, schema: readonly ColumnSpec[]): void {
  if (schema[0]?.name === undefined) {
    if (names.length >= schema.length) return
    throw new Doubt(
      `Model inference is missing inputs. The model signature declares ${schema.length} inputs  but the provided value only has ${names.length} inputs. Note: the inputs were not named in the signature so we can only verify their count.`,
    )
  }
  const given = new Set(isNamed ? names : [])
  const missing = schema
    .filter(({ name = '', required }) => required && !given.has(name))
    .map(({ name }) => `'${name}'`)
  if (missing.length === 0) return
  const known = new Set(schema.map(({ name }) => name))
  const extra = isNamed ? names.filter((name) => !known.has(name)).map((name) => `'${name}'`) : names
  const note = extra.length > 0 ? ` Note that there were extra inputs: [${extra.join(', ')}].` : ''
  throw new Doubt(`Model is missing inputs [${missing.join(', ')}].${note}`)
}

interface NamedColumn {
  name: string
  type: ColumnType
  required: boolean
}

function readColumn(source: TableSource, column: NamedColumn, conversion: Conversion): Column {
  const { name, type } = column
  if (!isScalarType(type)) {
    const values = Array.from({ length: source.rows }, (_, row) =>
      conversion.nested(source.value(row, name), column),
    )
    return { name, type, values }
  }
  const fill = FILLERS[type]
  const values = numberArray(NUMPY_TYPES[type], source.rows) ?? new Array<unknown>(source.rows)
  for (let row = 0; row < source.rows; row++) {
    const value = source.value(row, name)
    if (!fill(values, row, value)) (values as unknown[])[row] = conversion.scalar(value, { name, type })
  }
  return { name, type, values }
}

function isScalarType(type: ColumnType): type is ScalarType {
  return SCALAR_TYPES.includes(type as ScalarType)
}

/** Puts a value in its place, if it is one that the type holds without a conversion. */
type Filler = (values: NumberArray | unknown[], row: number, value: unknown) => boolean

const real: Filler = (values, row, value) => {
  if (typeof value === 'number') values[row] = value
  else if (value === null) values[row] = Number.NaN
  else return false
  return true
}

/** pandas cuts what is behind the point off; beyond 2⁵³ JavaScript has lost digits already. */
const whole: Filler = (values, row, value) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(Math.trunc(value))) return false
  ;(values as BigInt64Array)[row] = BigInt(Math.trunc(value))
  return true
}

const INT32 = 2 ** 31

const small: Filler = (values, row, value) => {
  if (typeof value !== 'number' || !(value > -INT32 - 1 && value < INT32)) return false
  values[row] = Math.trunc(value)
  return true
}

const text: Filler = (values, row, value) => {
  if (typeof value !== 'string') return false
  values[row] = value
  return true
}

const flag: Filler = (values, row, value) => {
  if (typeof value !== 'boolean') return false
  values[row] = Number(value)
  return true
}

const never: Filler = () => false

const FILLERS: Readonly<Record<ScalarType, Filler>> = {
  boolean: flag,
  integer: small,
  long: whole,
  float: real,
  double: real,
  string: text,
  binary: never,
  datetime: never,
}
