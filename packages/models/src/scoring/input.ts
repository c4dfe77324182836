import type { ColumnType, ScalarType } from '../signature.ts'

export type NumberArray =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array

/** Values of one column, in the memory layout of its type: a boolean is a byte. */
export interface Column {
  name: string
  type: ColumnType
  values: NumberArray | unknown[]
}

export interface Table {
  kind: 'table'
  rows: number
  /** Or pandas would number the columns. */
  isNamed: boolean
  columns: Column[]
}

/** Numbers in C order. */
export interface Tensor {
  /** As NumPy names it. */
  dtype: string
  shape: number[]
  data: NumberArray | string[]
}

/** What a model is given: rows, one array without a name, or several by name. */
export type ModelInput =
  | Table
  | { kind: 'tensor'; tensor: Tensor }
  | { kind: 'tensors'; tensors: Map<string, Tensor> }

type Constructor = new (lengthOrBytes: number | ArrayBuffer) => NumberArray

/** NumPy's types that have an array here; a boolean is a byte. */
const ARRAYS = {
  bool: Uint8Array,
  float64: Float64Array,
  float32: Float32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
} as Readonly<Record<string, Constructor>>

/** An array for `length` values, or undefined where the type has none. */
export function numberArray(dtype: string, length: number): NumberArray | undefined {
  const NumberArrayOf = ARRAYS[dtype]
  return NumberArrayOf && new NumberArrayOf(length)
}

/** The numbers that these bytes are, which are copied; undefined where the type has no array. */
export function numbersOf(dtype: string, bytes: Uint8Array): NumberArray | undefined {
  const NumberArrayOf = ARRAYS[dtype]
  return NumberArrayOf && new NumberArrayOf(Uint8Array.from(bytes).buffer)
}

/** The type of NumPy that holds a column; `object` for what is none of its own. */
export function numpyType(type: ColumnType): string {
  return typeof type === 'string' && type !== 'any' ? NUMPY_TYPES[type] : 'object'
}

/** The type of NumPy that holds a scalar column. */
export const NUMPY_TYPES: Readonly<Record<ScalarType, string>> = {
  boolean: 'bool',
  integer: 'int32',
  long: 'int64',
  float: 'float32',
  double: 'float64',
  string: 'string',
  binary: 'object',
  datetime: 'datetime64[ns]',
}
