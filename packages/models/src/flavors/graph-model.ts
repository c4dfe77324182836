import { invalidParameter } from '@millrace/contract'
import { type Column, numpyType, type Tensor } from '../scoring/input.ts'
import { matrix } from '../scoring/matrix.ts'
import type { NamedArray } from './arrays-json.ts'
import type { LoadedModel } from './flavor.ts'
import { type GraphInput, graphSchema } from './graph-schema.ts'

/** A network that takes arrays by name, and answers with arrays. */
export interface Graph {
  readonly inputs: readonly GraphInput[]
  /** Whether rows may be added to those of another request: the first axis of all inputs has no fixed size. */
  readonly takesAnyRows: boolean
  run(tensors: ReadonlyMap<string, Tensor>): Promise<NamedArray[]>
  /** The text of the predictions for an input of this kind. */
  write(outputs: readonly NamedArray[], kind: Input['kind']): string
  close(): Promise<void>
}

type Input = Parameters<LoadedModel['predict']>[0]

/** A graph as a model that answers requests. */
export function graphModel(graph: Graph): LoadedModel {
  return {
    predict: async (input) => graph.write(await graph.run(tensorsOf(input, graph.inputs)), input.kind),
    ...(graph.takesAnyRows && {
      async predictParts(input, _, parts) {
        const outputs = await graph.run(tensorsOf(input, graph.inputs))
        const rows = parts.reduce((sum, count) => sum + count, 0)
        if (!outputs.every(({ dims }) => dims[0] === rows)) return undefined
        let start = 0
        return parts.map((count) => {
          const part = outputs.map((output) => rowsOf(output, start, start + count))
          start += count
          return graph.write(part, input.kind)
        })
      },
    }),
    schemaFor: (payload) => graphSchema(graph.inputs, payload),
    close: () => graph.close(),
  }
}

/** Whether no input fixes its first size. */
export function isOfAnyRows(inputs: readonly GraphInput[]): boolean {
  return inputs.every(({ shape: [first] = [] }) => !(typeof first === 'number' && first >= 0))
}

function rowsOf({ data, dims, ...array }: NamedArray, start: number, end: number): NamedArray {
  const size = dims.slice(1).reduce((product, length) => product * length, 1)
  const part = (data as NamedArray['data'] & { slice(from: number, to: number): NamedArray['data'] }).slice(
    start * size,
    end * size,
  )
  return { ...array, dims: [end - start, ...dims.slice(1)], data: part }
}

function tensorsOf(input: Input, inputs: readonly GraphInput[]): ReadonlyMap<string, Tensor> {
  const [first] = inputs
  if (input.kind === 'any')
    throw invalidParameter('CSV and chats need a signature to be served without Python.')
  if (input.kind === 'table' && inputs.length > 1) {
    return new Map(input.columns.map((column) => [column.name, columnTensor(column, input.rows)]))
  }
  if (input.kind === 'table') return new Map([[first?.name ?? '', matrix(input)]])
  if (input.kind === 'tensor' && inputs.length > 1) {
    const names = inputs.map(({ name }) => `'${name}'`).join(', ')
    throw invalidParameter(
      `Unable to map numpy array input to the expected model input. This model requires ${inputs.length} inputs. Please pass in data as either a dictionary or a DataFrame with the following tensors: [${names}].`,
    )
  }
  return input.kind === 'tensor' ? new Map([[first?.name ?? '', input.tensor]]) : input.tensors
}

function columnTensor({ type, values }: Column, rows: number): Tensor {
  return {
    dtype: type === 'string' ? 'str' : numpyType(type),
    shape: [rows],
    data: values as Tensor['data'],
  }
}
