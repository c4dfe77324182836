import { invalidParameter } from '@millrace/contract'
import { type Column, numberArray, numpyType, type Table, type Tensor } from './input.ts'

/** The columns side by side, of the type that holds them all. */
export function matrix({ rows, columns }: Table): Tensor {
  const width = columns.length
  const dtype = commonType(columns)
  const data = numberArray(dtype, rows * width) ?? new Array<string>(rows * width)
  const convert = CONVERTERS[dtype]
  for (const [place, { values }] of columns.entries()) {
    for (let row = 0; row < rows; row++) {
      const value = (values as unknown[])[row]
      ;(data as unknown[])[row * width + place] = convert ? convert(value as number | bigint) : value
    }
  }
  return { dtype, shape: [rows, width], data }
}

/** Whole numbers of 64 bits are bigints, all others are numbers. */
const CONVERTERS: Readonly<Record<string, (value: number | bigint) => number | bigint>> = {
  float64: Number,
  int64: BigInt,
}

function commonType(columns: readonly Column[]): string {
  const types = [...new Set(columns.map(({ type }) => numpyType(type)))]
  const [first = 'float64'] = types
  if (types.length === 1) return first === 'string' ? 'str' : first
  if (types.every((type) => type === 'int32' || type === 'int64')) return 'int64'
  if (types.every((type) => /^(int|float)(32|64)$/.test(type))) return 'float64'
  throw invalidParameter('The columns of the request have no common type of numbers.')
}
