import { pythonFloat, pythonString } from '../python-json.ts'

/** Numbers or texts in C order, as a graph answers with. */
export interface NamedArray {
  name: string
  /** As NumPy names it; `string` for texts. */
  type: string
  dims: readonly number[]
  data: ArrayLike<number | bigint | string>
}

/** Arrays of one value a row as records, in the text that `json.dumps` writes. */
export function asRecords(arrays: readonly NamedArray[]): string {
  const lengths = new Set(arrays.map(({ data }) => data.length))
  if (lengths.size > 1) throw new Error('All arrays must be of the same length')
  const [rows = 0] = lengths
  return recordsOf(
    rows,
    arrays.map(({ name, data, type }) => ({ name, type, at: (row) => data[row] })),
  )
}

/** The columns of a matrix as records, named as pandas numbers them. */
export function asNumberedRecords({ dims, data, type }: NamedArray): string {
  const [rows = 0, width = 1] = dims
  const columns = Array.from({ length: width }, (_, place) => ({
    name: String(place),
    type,
    at: (row: number) => data[row * width + place],
  }))
  return recordsOf(rows, columns)
}

interface RecordColumn {
  name: string
  type: string
  at(row: number): unknown
}

function recordsOf(rows: number, columns: readonly RecordColumn[]): string {
  const writers = columns.map(({ name, type, at }) => {
    const [key, write] = [`${pythonString(name)}: `, writerOf(type)]
    return (row: number) => key + write(at(row))
  })
  const records = Array.from({ length: rows }, (_, row) => {
    return `{${writers.map((write) => write(row)).join(', ')}}`
  })
  return `[${records.join(', ')}]`
}

/** Arrays by name, each as nested lists. */
export function asArrays(arrays: readonly NamedArray[]): string {
  return `{${arrays.map((array) => `${pythonString(array.name)}: ${asLists(array)}`).join(', ')}}`
}

/** An array as nested lists. */
export function asLists({ data, dims, type }: Omit<NamedArray, 'name'>): string {
  const write = writerOf(type)
  let texts = Array.from(data, write)
  if (dims.length === 0) return texts[0] ?? 'null'
  for (const size of dims.slice(1).reverse()) {
    const count = size === 0 ? 0 : texts.length / size
    texts = Array.from(
      { length: count },
      (_, row) => `[${texts.slice(row * size, (row + 1) * size).join(', ')}]`,
    )
  }
  return `[${texts.join(', ')}]`
}

function writerOf(type: string): (value: unknown) => string {
  if (type.startsWith('float')) return (value) => pythonFloat(value as number)
  if (type === 'bool') return (value) => (value ? 'true' : 'false')
  if (type === 'string') return (value) => pythonString(value as string)
  return String
}
