import type { Run } from '@millrace/sdk'
import { datasetOf } from './data-set.ts'
import { drawAll } from './figures.ts'
import type { Loans } from './loans.ts'
import { count, measure } from './measures.ts'
import { bandsCsv, reportPage } from './report.ts'

/** Measures a model on loans that it has not seen, for the run and the model, with all that a validator looks at. */
export async function logTest(
  run: Run,
  title: string,
  test: Loans,
  chance: Float64Array,
  modelId: string,
): Promise<Record<string, number>> {
  const dataset = datasetOf(test)
  const measured = measure(test.bad, chance)
  await run.logInput(dataset, { context: 'testing' })
  for (const [name, value] of Object.entries(measured)) {
    run.logMetric(`test_${name}`, value, { modelId, dataset: { name: dataset.name, digest: dataset.digest } })
  }
  const figures = drawAll(test.bad, chance)
  for (const [path, svg] of Object.entries(figures)) await run.logFigure(svg, path)
  await run.logText(reportPage(title, measured, figures, test.bad, chance), 'report.html')
  await run.logText(bandsCsv(test.bad, chance), 'score-bands.csv')
  const { acceptedGood, acceptedBad, refusedGood, refusedBad } = count(test.bad, chance)
  const decisions = [
    { actual: 'good', accepted: acceptedGood, refused: refusedGood },
    { actual: 'bad', accepted: acceptedBad, refused: refusedBad },
  ]
  await run.logTable(decisions, 'decisions.json')
  return measured
}
