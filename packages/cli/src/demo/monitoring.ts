import { datasetOf, type Split } from './data-set.ts'
import { take } from './loans.ts'
import { measure, stabilityIndex } from './measures.ts'
import { MODEL_NAME } from './release.ts'
import type { Best } from './sweep.ts'
import type { Team } from './team.ts'
import { chances } from './validate.ts'

const BATCH = 30

const NOTE = `The loans of the test set in batches of ${BATCH}, as they might come in.

- \`stability_index\`: how far their scores are from those at training; above 0.25 is alarm
- measures of ${BATCH} loans are rough: look at the mean, not at a dip`

/** The champion on loans that come in a few at a time. */
export async function monitor({ maria }: Team, { train, test }: Split, champion: Best): Promise<void> {
  const { tracker, tags } = maria
  await tracker.setExperiment('monitoring/credit-scoring', {
    'mlflow.note.content': 'The champion, watched.',
  })
  const before = chances(champion.fitted, train)
  await tracker.withRun({ name: 'champion on new loans', description: NOTE, tags }, async (run) => {
    run.logParams({ model: `models:/${MODEL_NAME}@champion`, batch: BATCH })
    await run.logInput(datasetOf(test), { context: 'monitoring' })
    for (let step = 1; step * BATCH <= test.rows.length; step++) {
      const batch = take(
        test,
        Array.from({ length: BATCH }, (_, row) => (step - 1) * BATCH + row),
      )
      const chance = chances(champion.fitted, batch)
      const { approval_rate = 0, auc = 0, brier = 0 } = measure(batch.bad, chance)
      run.logMetrics({ approval_rate, auc, brier, stability_index: stabilityIndex(before, chance) }, { step })
    }
  })
}
