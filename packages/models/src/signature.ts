import { invalidParameter } from '@millrace/contract'
import { isRecord } from './is-record.ts'
import { pythonJson } from './python-json.ts'

export const SCALAR_TYPES = [
  'boolean',
  'integer',
  'long',
  'float',
  'double',
  'string',
  'binary',
  'datetime',
] as const

/** `integer` has 32 bits, `long` 64; `float` 32, `double` 64. */
export type ScalarType = (typeof SCALAR_TYPES)[number]

/** What a value of a column may be. */
export type ColumnType =
  | ScalarType
  | 'any'
  | { readonly array: ColumnType }
  | { readonly map: ColumnType }
  | { readonly object: readonly Property[] }

export interface Property {
  readonly name: string
  readonly type: ColumnType
  readonly required: boolean
}

/** A column of a table. All columns of a schema have a name, or none has. */
export interface ColumnSpec {
  readonly kind: 'column'
  readonly name?: string
  readonly type: ColumnType
  readonly required: boolean
}

/** An array of numbers; -1 in `shape` is any length. */
export interface TensorSpec {
  readonly kind: 'tensor'
  readonly name?: string
  /** As NumPy names it: `float32`, `int64`, `str`, `object`. */
  readonly dtype: string
  readonly shape: readonly number[]
}

export interface ParamSpec {
  readonly name: string
  readonly type: ScalarType | { readonly object: readonly Property[] }
  /** As JSON holds it; a datetime is ISO text. */
  readonly default: unknown
  /** null for one value, [-1] for a list. */
  readonly shape: readonly number[] | null
}

/** Columns or tensors, never both. */
export type Schema = readonly ColumnSpec[] | readonly TensorSpec[]

/** What a model takes and gives. What is undefined was not declared. */
export interface Signature {
  readonly inputs?: Schema
  readonly outputs?: Schema
  readonly params?: readonly ParamSpec[]
}

/** The signature of an MLmodel file: each part null or a text that holds JSON. */
export interface SignatureTexts {
  inputs: string | null
  outputs: string | null
  params: string | null
}

export function isTensorSchema(schema: Schema): schema is readonly TensorSpec[] {
  return schema[0]?.kind === 'tensor'
}

/** @throws MlflowError INVALID_PARAMETER_VALUE naming the part that is no signature */
export function parseSignature(texts: Partial<SignatureTexts>): Signature {
  const inputs = list('inputs', texts.inputs)?.map(readSpec)
  const outputs = list('outputs', texts.outputs)?.map(readSpec)
  const params = list('params', texts.params)?.map(readParam)
  return {
    ...(inputs && { inputs: ofOneKind(inputs) }),
    ...(outputs && { outputs: ofOneKind(outputs) }),
    ...(params && { params }),
  }
}

/** The texts byte for byte as MLflow writes them. */
export function formatSignature({ inputs, outputs, params }: Signature): SignatureTexts {
  return {
    inputs: inputs ? pythonJson(inputs.map(writeSpec)) : null,
    outputs: outputs ? pythonJson(outputs.map(writeSpec)) : null,
    params: params ? writeParams(params) : null,
  }
}

type Json = Readonly<Record<string, unknown>>

function list(part: string, text: string | null | undefined): Json[] | undefined {
  if (text === null || text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw damaged(`${part} is not JSON: ${(cause as Error).message}`)
  }
  if (!Array.isArray(value) || !value.every(isRecord)) throw damaged(`${part} must be a list of objects`)
  return value
}

function readSpec(json: Json): ColumnSpec | TensorSpec {
  const name = typeof json.name === 'string' ? { name: json.name } : {}
  if (json.type !== 'tensor')
    return { kind: 'column', ...name, type: readType(json), required: json.required !== false }
  const { dtype, shape } = isRecord(json['tensor-spec']) ? json['tensor-spec'] : {}
  if (typeof dtype !== 'string' || !isShape(shape))
    throw damaged('a tensor needs its tensor-spec: dtype and shape')
  return { kind: 'tensor', ...name, dtype, shape }
}

function readType(json: Json): ColumnType {
  const { type } = json
  if (type === 'any') return 'any'
  if (isScalar(type)) return type
  if (type === 'array' && isRecord(json.items)) return { array: readType(json.items) }
  if (type === 'map' && isRecord(json.values)) return { map: readType(json.values) }
  if (type === 'object' && isRecord(json.properties)) return { object: readProperties(json.properties) }
  throw damaged(`'${String(type)}' is not the type of a column`)
}

function readProperties(properties: Json): Property[] {
  return Object.entries(properties).map(([name, property]) => {
    if (!isRecord(property)) throw damaged(`the property '${name}' must be an object`)
    return { name, type: readType(property), required: property.required !== false }
  })
}

function readParam(json: Json): ParamSpec {
  const { name, default: value = null, shape = null } = json
  if (typeof name !== 'string') throw damaged('a parameter needs its name')
  if (shape !== null && !isShape(shape)) throw damaged(`the shape of the parameter '${name}' must be a list`)
  const type = readType(json)
  if (typeof type === 'object' ? !('object' in type) : type === 'any') {
    throw damaged(`the parameter '${name}' must be a scalar or an object`)
  }
  return { name, type: type as ParamSpec['type'], default: value, shape }
}

function ofOneKind(specs: (ColumnSpec | TensorSpec)[]): Schema {
  const [first] = specs
  if (first && specs.some((spec) => spec.kind !== first.kind))
    throw damaged('columns and tensors cannot be mixed')
  if (first && specs.some((spec) => (spec.name === undefined) !== (first.name === undefined))) {
    throw damaged('either all inputs have a name or none has')
  }
  return specs as Schema
}

function writeSpec(spec: ColumnSpec | TensorSpec): Json {
  const name = spec.name === undefined ? {} : { name: spec.name }
  if (spec.kind === 'column') return { ...writeType(spec.type), ...name, required: spec.required }
  return { ...name, type: 'tensor', 'tensor-spec': { dtype: spec.dtype, shape: spec.shape } }
}

function writeType(type: ColumnType): Json {
  if (typeof type === 'string') return { type }
  if ('array' in type) return { type: 'array', items: writeType(type.array) }
  if ('map' in type) return { type: 'map', values: writeType(type.map) }
  const properties = type.object.map(({ name, type, required }) => [name, { ...writeType(type), required }])
  return { type: 'object', properties: Object.fromEntries(properties) }
}

function writeParams(params: readonly ParamSpec[]): string {
  return pythonJson(
    params.map(({ name, default: value, shape, type }) => ({
      name,
      default: value,
      shape,
      ...writeType(type),
    })),
  )
}

function isScalar(type: unknown): type is ScalarType {
  return SCALAR_TYPES.includes(type as ScalarType)
}

function isShape(shape: unknown): shape is number[] {
  return Array.isArray(shape) && shape.every(Number.isInteger)
}

function damaged(why: string) {
  return invalidParameter(`The signature of the model is damaged: ${why}.`)
}
