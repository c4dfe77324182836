import { isRecord } from '../is-record.ts'
import { isTensorSchema, type ScalarType, type Schema, type TensorSpec } from '../signature.ts'
import type { ModelInput, Tensor } from './input.ts'
import { matrix } from './matrix.ts'
import type { Payload } from './payload.ts'
import { type Conversion, Doubt, noConversion, readTable } from './table.ts'
import { type TableSource, tableSource, UNLIKE_LENGTH } from './table-source.ts'
import { assertShape, readTensor } from './tensors.ts'

/**
 * What the model is given, for a request whose every value is as the schema has it.
 * @throws Doubt, or MlflowError, where it is not
 */
export function readInput(
  payload: Payload,
  schema: Schema,
  conversion: Conversion = noConversion,
): ModelInput {
  if (!isTensorSchema(schema)) return readTable(tableSource(payload), schema, conversion)
  const isFrame = payload.format === 'dataframe_split' || payload.format === 'dataframe_records'
  return isFrame ? tensorsOfTable(tableSource(payload), schema, conversion) : readTensors(payload, schema)
}

function readTensors({ format, data }: Payload, schema: readonly TensorSpec[]): ModelInput {
  const [first] = schema
  if (first?.name === undefined || (schema.length === 1 && Array.isArray(data) && !isRecord(data[0]))) {
    if (first === undefined || !isArrayOfValues(data)) throw new Doubt(UNNAMED)
    const tensor = checkedTensor(data, first)
    return first.name === undefined
      ? { kind: 'tensor', tensor }
      : { kind: 'tensors', tensors: new Map([[first.name, tensor]]) }
  }
  const columns = format === 'instances' && Array.isArray(data) ? byColumn(data) : data
  if (!isRecord(columns)) throw new Doubt('arrays by name are wanted')
  const missing = schema.filter(({ name = '' }) => !(name in columns)).map(({ name }) => `'${name}'`)
  if (missing.length > 0) throw new Doubt(`Model is missing inputs [${missing.join(', ')}].`)
  const tensors = schema.map((spec): [string, Tensor] => {
    const name = spec.name ?? ''
    return [name, checkedTensor(columns[name], spec)]
  })
  if (format === 'instances' && new Set(tensors.map(([, { shape }]) => shape[0])).size > 1) {
    throw new Doubt(UNLIKE_LENGTH, 'value')
  }
  return { kind: 'tensors', tensors: new Map(tensors) }
}

/** The columns of a table as arrays: one of all columns, or one for each. */
function tensorsOfTable(
  source: TableSource,
  schema: readonly TensorSpec[],
  conversion: Conversion,
): ModelInput {
  const [first] = schema
  const types = schema.map(({ dtype }) => SCALAR_OF[dtype])
  const [type] = types
  if (type === undefined || types.includes(undefined))
    throw new Doubt('a table cannot hold what the model takes')
  if (first?.name === undefined) {
    const specs = source.names.map((name) => ({ kind: 'column' as const, name, type, required: true }))
    const tensor = matrix(readTable({ ...source, isNamed: true }, specs, conversion))
    assertShape(tensor, first as TensorSpec)
    return { kind: 'tensor', tensor }
  }
  const specs = schema.map(({ name }, place) => {
    return { kind: 'column' as const, name, type: types[place] as ScalarType, required: true }
  })
  const { columns, rows } = readTable(source, specs, conversion)
  const tensors = columns.map(({ name, values }, place): [string, Tensor] => {
    const spec = schema[place] as TensorSpec
    const shape = spec.shape.length === 2 ? [rows, 1] : [rows]
    const tensor = { dtype: spec.dtype, shape, data: values as Tensor['data'] }
    assertShape(tensor, spec)
    return [name, tensor]
  })
  return { kind: 'tensors', tensors: new Map(tensors) }
}

/** Columns that hold what an array of a type of NumPy does. */
export const SCALAR_OF: Readonly<Record<string, ScalarType>> = {
  float64: 'double',
  float32: 'float',
  int64: 'long',
  int32: 'integer',
}

const UNNAMED =
  "This model contains a tensor-based model signature with no input names, which suggests a numpy array input or a pandas dataframe input with proper column values, but an input of type <class 'list'> was found."

function isArrayOfValues(data: unknown): boolean {
  return !isRecord(data) && !(Array.isArray(data) && (data.length === 0 || isRecord(data[0])))
}

function checkedTensor(data: unknown, spec: TensorSpec): Tensor {
  const tensor = readTensor(data, spec.dtype)
  assertShape(tensor, spec)
  return tensor
}

/** Records turned round: a list for each name. */
function byColumn(records: readonly unknown[]): Record<string, unknown[]> {
  const columns: Record<string, unknown[]> = {}
  for (const record of records) {
    if (!isRecord(record)) throw new Doubt('every instance must be an object')
    for (const [name, value] of Object.entries(record)) {
      columns[name] ??= []
      columns[name].push(value)
    }
  }
  return columns
}
