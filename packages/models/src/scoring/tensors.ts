import type { TensorSpec } from '../signature.ts'
import { type NumberArray, numberArray, type Tensor } from './input.ts'
import { Doubt } from './table.ts'

/**
 * An array of the type from nested lists.
 * @throws Doubt where the lists are ragged or hold what is no number
 */
export function readTensor(data: unknown, dtype: string): Tensor {
  const shape = shapeOf(data)
  const length = shape.reduce((product, size) => product * size, 1)
  const values: NumberArray | string[] | undefined =
    dtype === 'str' ? new Array<string>(length) : numberArray(dtype, length)
  if (!values) throw new Doubt(`an array of ${dtype} cannot be made from JSON`)
  const end = fill(data, shape, 0, values, 0, dtype)
  if (end !== length) throw new Doubt(RAGGED, 'value')
  return { dtype, shape, data: values }
}

const RAGGED = 'setting an array element with a sequence. The requested array has an inhomogeneous shape.'

function notOfType(value: unknown, dtype: string): string {
  if (typeof value === 'string' && dtype.startsWith('float'))
    return `could not convert string to float: '${value}'`
  return `${JSON.stringify(value)} is not of the type ${dtype}`
}

function shapeOf(data: unknown): number[] {
  const shape: number[] = []
  for (let value = data; Array.isArray(value); value = value[0]) shape.push(value.length)
  return shape
}

function fill(
  data: unknown,
  shape: readonly number[],
  depth: number,
  values: NumberArray | string[],
  at: number,
  dtype: string,
): number {
  if (depth === shape.length) {
    put(values, at, data, dtype)
    return at + 1
  }
  if (!Array.isArray(data) || data.length !== shape[depth]) throw new Doubt(RAGGED, 'value')
  let next = at
  for (const item of data) next = fill(item, shape, depth + 1, values, next, dtype)
  return next
}

function put(values: NumberArray | string[], at: number, value: unknown, dtype: string): void {
  if (
    dtype === 'str'
      ? typeof value !== 'string'
      : dtype === 'bool'
        ? typeof value !== 'boolean'
        : typeof value !== 'number'
  ) {
    throw new Doubt(notOfType(value, dtype), 'value')
  }
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    if (!Number.isSafeInteger(Math.trunc(value as number))) throw new Doubt('the number has too many digits')
    values[at] = BigInt(Math.trunc(value as number))
    return
  }
  if (!/^float/.test(dtype) && typeof value === 'number') {
    const whole = Math.trunc(value)
    values[at] = whole
    if (values[at] !== whole) throw new Doubt(`${value} does not fit in ${dtype}`)
    return
  }
  ;(values as unknown[])[at] = typeof value === 'boolean' ? Number(value) : value
}

/** @throws Doubt worded as MLflow does when the shape is not the declared one */
export function assertShape(tensor: Tensor, { shape }: TensorSpec): void {
  const fits =
    shape.length === tensor.shape.length &&
    shape.every((size, axis) => size === -1 || size === tensor.shape[axis])
  if (fits) return
  throw new Doubt(`Shape of input ${tuple(tensor.shape)} does not match expected shape ${tuple(shape)}.`)
}

/** As Python shows a tuple. */
export function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}
