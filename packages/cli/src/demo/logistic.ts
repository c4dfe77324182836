import type { Column, Fitted } from '../../demo/model/index.js'
import { encode, type Matrix } from './encode.ts'
import type { Loans } from './loans.ts'
import { type Random, shuffled } from './random.ts'

export interface LogisticOptions {
  readonly epochs: number
  readonly learningRate: number
  readonly l2: number
  /** Rows a step; all of them if not given. */
  readonly batch?: number
}

/** Follows a training: the chances of the loans that it learns from, and of others, after every step. */
export interface Follow {
  readonly others: Loans
  point(step: number, learned: Float64Array, others: Float64Array): void
}

/** A training that left the numbers. */
export class DivergedError extends Error {}

/** A logistic regression by gradient descent with momentum. @throws DivergedError */
export function fitLogistic(
  columns: Column[],
  loans: Loans,
  { epochs, learningRate, l2, batch = loans.rows.length }: LogisticOptions,
  random: Random,
  follow?: Follow,
): Fitted {
  const matrix = encode(columns, loans)
  const weights = new Float64Array(matrix.width + 1)
  const speed = new Float64Array(matrix.width + 1)
  const order = Array.from({ length: matrix.rows }, (_, row) => row)
  const inOrder = Uint32Array.from(order)
  const others = follow && encode(columns, follow.others)
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const mixed = batch < order.length ? Uint32Array.from(shuffled(order, random)) : inOrder
    for (let from = 0; from < mixed.length; from += batch) {
      const gradient = gradientOf(matrix, loans.bad, weights, mixed.subarray(from, from + batch), l2)
      for (let at = 0; at < weights.length; at++) {
        speed[at] = 0.9 * (speed[at] ?? 0) - learningRate * (gradient[at] ?? 0)
        weights[at] = (weights[at] ?? 0) + (speed[at] ?? 0)
      }
    }
    if (!weights.every(Number.isFinite)) {
      throw new DivergedError(
        `A weight is no number any more after epoch ${epoch}: the learning rate is too large.`,
      )
    }
    if (others) follow.point(epoch, chancesOf(matrix, weights), chancesOf(others, weights))
  }
  const { width } = matrix
  return { columns, intercept: weights[width] ?? 0, weights: Array.from(weights.subarray(0, width)) }
}

function chancesOf(matrix: Matrix, weights: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => chanceOf(matrix, weights, row))
}

function chanceOf({ data, width }: Matrix, weights: Float64Array, row: number): number {
  let sum = weights[width] as number
  for (let at = 0; at < width; at++) sum += (weights[at] as number) * (data[row * width + at] as number)
  return 1 / (1 + Math.exp(-sum))
}

function gradientOf(
  matrix: Matrix,
  bad: Uint8Array,
  weights: Float64Array,
  rows: Uint32Array,
  l2: number,
): Float64Array {
  const { data, width } = matrix
  const gradient = new Float64Array(width + 1)
  for (const row of rows) {
    const start = row * width
    const error = (chanceOf(matrix, weights, row) - (bad[row] as number)) / rows.length
    for (let at = 0; at < width; at++)
      gradient[at] = (gradient[at] as number) + error * (data[start + at] as number)
    gradient[width] = (gradient[width] as number) + error
  }
  for (let at = 0; at < width; at++) gradient[at] = (gradient[at] as number) + l2 * (weights[at] as number)
  return gradient
}
