import type { Run } from '@millrace/sdk'
import { SEED } from './data-set.ts'
import type { Candidate } from './families.ts'
import { FOLDS, type Validated } from './validate.ts'

/** What a run logs of a candidate: its settings, the learning curve of the first fold, each fold, and their means. */
export async function logCandidate(
  run: Run,
  { family, settings }: Candidate,
  { curve, folds, metrics }: Validated,
): Promise<void> {
  run.logParams({ family: family.name, seed: SEED, folds: FOLDS, ...settings })
  for (const { step, ...values } of curve) run.logMetrics(values, { step })
  for (const [fold, { auc = 0, ks = 0 }] of folds.entries()) {
    run.logMetrics({ fold_auc: auc, fold_ks: ks }, { step: fold + 1 })
  }
  run.logMetrics(metrics)
  await run.flush()
}
