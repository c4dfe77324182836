import { chanceOf, type Fitted, featuresOf } from '../../demo/model/index.js'
import type { Candidate } from './families.ts'
import { type Loans, stratify, take } from './loans.ts'
import type { Follow } from './logistic.ts'
import { auc, logLoss, measure } from './measures.ts'
import { randomFrom } from './random.ts'

export const FOLDS = 5

/** A step of a training, and the AUC and log loss that it led to. */
type CurvePoint = Readonly<{ step: number } & Record<string, number>>

export interface Validated {
  /** Of the first fold. */
  readonly curve: readonly CurvePoint[]
  readonly folds: readonly Readonly<Record<string, number>>[]
  /** Means over the folds, and how far `auc` is spread. */
  readonly metrics: Readonly<Record<string, number>>
}

export function chances(model: Fitted, { rows }: Loans): Float64Array {
  return Float64Array.from(rows, (row) => chanceOf(model, featuresOf(model.columns, row)))
}

/** Trains a candidate on all folds but one, for each of them in turn. */
export function crossValidate({ family, settings }: Candidate, loans: Loans, seed: number): Validated {
  const parts = stratify(loans, FOLDS, randomFrom(seed))
  const curve: CurvePoint[] = []
  const folds = parts.map((part, number) => {
    const held = take(loans, part)
    const train = take(loans, parts.filter((other) => other !== part).flat())
    const follow: Follow = {
      others: held,
      point: (step, learned, unseen) => {
        curve.push({ step, ...sides(train.bad, learned, 'train'), ...sides(held.bad, unseen, 'validation') })
      },
    }
    const model = family.fit(settings, train, randomFrom(seed + number), number === 0 ? follow : undefined)
    return measure(held.bad, chances(model, held))
  })
  return { curve, folds, metrics: means(folds) }
}

function sides(bad: Uint8Array, chance: Float64Array, side: string): Record<string, number> {
  return { [`${side}_auc`]: auc(bad, chance), [`${side}_loss`]: logLoss(bad, chance) }
}

function means(folds: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = Object.keys(folds[0] ?? {})
  const meanOf = (name: string) => folds.reduce((sum, fold) => sum + (fold[name] ?? 0), 0) / folds.length
  const spread = folds.reduce((sum, fold) => sum + ((fold.auc ?? 0) - meanOf('auc')) ** 2, 0) / folds.length
  return {
    ...Object.fromEntries(names.map((name) => [`cv_${name}`, meanOf(name)])),
    cv_auc_std: Math.sqrt(spread),
  }
}
