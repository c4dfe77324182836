import { isRecord } from '../is-record.ts'
import type { Payload } from '../scoring/payload.ts'
import { SCALAR_OF } from '../scoring/read-input.ts'
import { tableSource } from '../scoring/table-source.ts'
import type { ColumnSpec, Schema, TensorSpec } from '../signature.ts'

/** What a graph says of one of its inputs: of a size, the number where it is fixed. */
export interface GraphInput {
  name: string
  type?: string
  shape?: readonly unknown[]
}

/** What a model without a signature takes of a request: the types are those of its graph. */
export function graphSchema(inputs: readonly GraphInput[], { format, data }: Payload): Schema {
  const [first] = inputs
  if (format === 'dataframe_split' || format === 'dataframe_records') {
    const { names } = tableSource({ format, data, params: undefined })
    const typeOf = new Map(inputs.map(({ name, type }) => [name, type]))
    const wanted = inputs.length > 1 ? names.filter((name) => typeOf.has(name)) : names
    return wanted.map((name) => column(name, typeOf.get(name) ?? first?.type))
  }
  // An array alone is the model's only input; arrays by name may be given to any model.
  const isNamed = inputs.length > 1 || isRecord(data) || (Array.isArray(data) && isRecord(data[0]))
  return inputs.map((input) => tensor(input, isNamed))
}

function column(name: string, dtype: string | undefined): ColumnSpec {
  const type = (dtype !== undefined && SCALAR_OF[dtype]) || 'string'
  return { kind: 'column', name, type, required: true }
}

function tensor({ name, type, shape }: GraphInput, isNamed: boolean): TensorSpec {
  const dtype = type === 'string' ? 'str' : (type ?? 'float32')
  const sizes = shape?.map((size) => (typeof size === 'number' ? size : -1)) ?? []
  return { kind: 'tensor', ...(isNamed && { name }), dtype, shape: sizes }
}
