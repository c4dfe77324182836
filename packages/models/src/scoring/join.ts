import type { ModelInput, NumberArray, Table, Tensor } from './input.ts'

/** How many rows an input has, or undefined where they cannot be told or there are none. */
export function rowCount(input: ModelInput): number | undefined {
  if (input.kind === 'table') return input.rows || undefined
  const counts = new Set(tensorsOf(input).map(([, { shape }]) => shape[0]))
  const [rows] = counts
  return counts.size === 1 ? rows || undefined : undefined
}

/** Whether the rows of one can follow those of the other: the same names, types, and sizes but for the first. */
export function canFollow(a: ModelInput, b: ModelInput): boolean {
  return layoutOf(a) === layoutOf(b)
}

function layoutOf(input: ModelInput): string {
  if (input.kind === 'table')
    return JSON.stringify(['table', input.isNamed, input.columns.map(({ name, type }) => [name, type])])
  const arrays = tensorsOf(input).map(([name, { dtype, shape }]) => [name, dtype, shape.slice(1)])
  return JSON.stringify([input.kind, arrays])
}

/** The rows of several inputs, of which each can follow the first. */
export function joined(inputs: readonly ModelInput[]): ModelInput {
  const [first] = inputs as [ModelInput]
  if (inputs.length === 1) return first
  if (first.kind === 'table') return joinedTables(inputs as readonly Table[])
  const arrays = tensorsOf(first).map(([name], place): [string, Tensor] => {
    const parts = inputs.map((input) => tensorsOf(input as Exclude<ModelInput, Table>)[place]?.[1] as Tensor)
    return [name, joinedTensors(parts)]
  })
  return first.kind === 'tensor'
    ? { kind: 'tensor', tensor: arrays[0]?.[1] as Tensor }
    : { kind: 'tensors', tensors: new Map(arrays) }
}

function tensorsOf(input: Exclude<ModelInput, Table>): [string, Tensor][] {
  return input.kind === 'tensor' ? [['', input.tensor]] : [...input.tensors]
}

function joinedTables(tables: readonly Table[]): Table {
  const [first] = tables as [Table]
  return {
    ...first,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    columns: first.columns.map((column, place) => ({
      ...column,
      values: concatenated(tables.map(({ columns }) => columns[place]?.values ?? [])),
    })),
  }
}

function joinedTensors(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor]
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0)
  const data = concatenated(parts.map((part) => part.data)) as Tensor['data']
  return { ...first, shape: [rows, ...first.shape.slice(1)], data }
}

function concatenated(parts: readonly (NumberArray | unknown[])[]): NumberArray | unknown[] {
  const [first = []] = parts
  if (Array.isArray(first)) return parts.flatMap((part) => Array.from(part as unknown[]))
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const whole = new (first.constructor as new (length: number) => NumberArray)(length)
  let at = 0
  for (const part of parts) {
    ;(whole as { set(values: unknown, at: number): void }).set(part, at)
    at += part.length
  }
  return whole
}
