import type { Fitted } from '../../demo/model/index.js'
import { fitBoosting } from './boosting.ts'
import { asEvidence, asNumbersAndLevels, asOrders } from './encode.ts'
import type { Loans } from './loans.ts'
import { type Follow, fitLogistic } from './logistic.ts'
import type { Random } from './random.ts'

type Settings = Readonly<Record<string, number>>

/** A kind of model: what of it is tried, and how one is trained. */
export interface Family {
  readonly name: string
  readonly grid: Readonly<Record<string, readonly number[]>>
  /** What a run of it is called: short, for tables and legends. */
  label(settings: Settings): string
  fit(settings: Settings, loans: Loans, random: Random, follow?: Follow): Fitted
}

export interface Candidate {
  readonly family: Family
  readonly settings: Settings
}

export const SCORECARD: Family = {
  name: 'scorecard',
  label: ({ bins, l2 }) => `scorecard ${bins} bins, l2 ${l2}`,
  grid: { bins: [3, 5, 8], l2: [0, 0.05] },
  fit: ({ bins = 0, l2 = 0 }, loans, random, follow) =>
    fitLogistic(asEvidence(loans, bins), loans, { epochs: 60, learningRate: 0.5, l2 }, random, follow),
}

export const LINEAR: Family = {
  name: 'linear-sgd',
  label: ({ learning_rate, l2 }) => `sgd ${learning_rate}, l2 ${l2}`,
  grid: { learning_rate: [0.005, 0.02, 0.08], l2: [0.001, 0.02] },
  fit: ({ learning_rate: learningRate = 0, l2 = 0 }, loans, random, follow) =>
    fitLogistic(
      asNumbersAndLevels(loans),
      loans,
      { epochs: 40, learningRate, l2, batch: 64 },
      random,
      follow,
    ),
}

export const BOOSTING: Family = {
  name: 'gradient-boosting',
  label: ({ learning_rate, depth, subsample = 1 }) =>
    `trees ${learning_rate}, depth ${depth}, ${100 * subsample} %`,
  grid: { learning_rate: [0.1, 0.3], depth: [1, 3], subsample: [0.6, 1] },
  fit: ({ learning_rate: learningRate = 0, depth = 0, subsample = 1 }, loans, random, follow) =>
    fitBoosting(asOrders(loans), loans, { trees: 40, depth, learningRate, subsample }, random, follow),
}

export const CANDIDATES: readonly Candidate[] = [SCORECARD, LINEAR, BOOSTING].flatMap((family) =>
  combinations(family.grid).map((settings) => ({ family, settings })),
)

export function nameOf({ family, settings }: Candidate): string {
  return family.label(settings)
}

function combinations(grid: Family['grid']): Settings[] {
  return Object.entries(grid).reduce<Settings[]>(
    (found, [name, values]) =>
      found.flatMap((settings) => values.map((value) => ({ ...settings, [name]: value }))),
    [{}],
  )
}
