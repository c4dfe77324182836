import type { Column, Fitted, Tree } from '../../demo/model/index.js'
import { encode, type Matrix } from './encode.ts'
import type { Loans } from './loans.ts'
import type { Follow } from './logistic.ts'
import type { Random } from './random.ts'
import { TreeGrower } from './tree-grower.ts'

export interface BoostingOptions {
  readonly trees: number
  readonly depth: number
  readonly learningRate: number
  /** The part of the rows that each tree sees. */
  readonly subsample: number
}

/** Gradient boosting for the log loss. */
export function fitBoosting(
  columns: Column[],
  loans: Loans,
  { trees: wanted, depth, learningRate, subsample }: BoostingOptions,
  random: Random,
  follow?: Follow,
): Fitted {
  const matrix = encode(columns, loans)
  const others = follow && encode(columns, follow.others)
  const grower = new TreeGrower(matrix, learningRate)
  const bad = loans.bad.reduce((sum, outcome) => sum + outcome, 0)
  const intercept = Math.log(bad / (loans.bad.length - bad))
  const sums = new Float64Array(matrix.rows).fill(intercept)
  const otherSums = new Float64Array(others?.rows ?? 0).fill(intercept)
  const all = Uint32Array.from(sums.keys())
  const trees: Tree[] = []
  for (let step = 1; step <= wanted; step++) {
    grower.weigh(loans.bad, sums)
    const rows = subsample < 1 ? all.filter(() => random() < subsample) : all
    const tree = grower.grow(rows, depth)
    trees.push(tree)
    add(tree, matrix, sums)
    if (!others) continue
    add(tree, others, otherSums)
    follow.point(step, sums.map(asChance), otherSums.map(asChance))
  }
  return { columns, intercept, trees }
}

function asChance(sum: number): number {
  return 1 / (1 + Math.exp(-sum))
}

function add(tree: Tree, { rows, width, data }: Matrix, sums: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    let node = tree
    while (node.left) node = (data[row * width + node.feature] as number) <= node.at ? node.left : node.right
    sums[row] = (sums[row] as number) + node.value
  }
}
