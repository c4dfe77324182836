import { firstScorecard, tooLargeSteps } from './baseline.ts'
import { splitLoans } from './data-set.ts'
import { monitor } from './monitoring.ts'
import { writePrompts } from './prompts.ts'
import { MODEL_NAME, release } from './release.ts'
import { sweep } from './sweep.ts'
import { type Team, teamAt } from './team.ts'

const NOTE = `# Who pays a loan back?

A bank's team looks for a better scorecard: **Мария Иванова** has the old one, **Георги Петров** tries others, \
**Елена Димитрова** decides which is served.

| | |
|---|---|
| Data | 1,000 loans of the *Statlog (German Credit Data)*, Hofmann (1994), UCI Machine Learning Repository, CC BY 4.0 |
| To learn and to choose | 700 of them, in five folds: each is judged by models that have not seen it |
| To report | 300 of them, which no choice looks at |
| Left out | sex with marital status, and foreign worker: a lender may not decide by them |
| Costs | an accepted bad loan 5, a refused good one 1 |

All of it was **trained on this machine** when \`millrace demo\` was started for the first time.

Try: the filter \`params.family = "gradient-boosting" and metrics.cv_auc > 0.78\`, *Charts*, grouping by \`params.family\`, \
or comparing the runs tagged \`best of its family\`.
`

/** The story of a better scorecard, logged to a server as its people would. */
export async function tellStory(trackingUri: string): Promise<void> {
  await using team = teamAt(trackingUri)
  const split = await splitLoans()
  await beginExperiment(team)
  const baselineId = await firstScorecard(team.maria, split)
  await tooLargeSteps(team.georgi, split)
  const best = await sweep(team.georgi, split)
  const champion = await release(team, baselineId, best)
  await monitor(team, split, champion)
  await writePrompts(team.elena)
}

async function beginExperiment({ maria, georgi, elena }: Team): Promise<void> {
  const tags = { 'mlflow.note.content': NOTE, domain: 'credit risk', team: 'риск', owner: maria.name }
  for (const { tracker } of [maria, georgi, elena]) await tracker.setExperiment(MODEL_NAME, tags)
}
