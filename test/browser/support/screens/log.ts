import { curve, type Logger } from '../logger.ts'
import { logModel, logPrompt } from '../registry.ts'
import type { Ids } from './screen.ts'

const NOTE =
  '# Result\n\nBetter than [before](https://example.org)\n\n- [x] done\n\n```\ncode\n```\n\n|a|b|\n|-|-|\n|1|2|'
/** Of the run that screens show. */
export const FILES = {
  'notes.txt': 'a line\n',
  'report.json': '{"auc": 0.87, "name": "x", "good": true, "none": null}',
  'scores.csv': 'id,score\n1,0.5\n',
  'page.html': '<html lang="en"><title>Report</title><h1>A report</h1></html>',
  'README.md': '# Read me\n\n[a link](https://example.org) and `code`\n',
  'eval.json': '{"columns": ["question", "answer"], "data": [["what", 1]]}',
  'nb.ipynb': JSON.stringify({
    cells: [{ cell_type: 'code', execution_count: 1, source: 'f()', outputs: [] }],
  }),
  'train.log': 'one line of many\n'.repeat(20_000),
  'images/masks+step+1+timestamp+17+1b.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
  'plots/roc.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9"/></svg>',
}

export async function logForScreens(log: Logger): Promise<Ids> {
  const empty = await log.experiment('empty')
  const experiment = await log.experiment('scoring')
  const run = await log.run(experiment, 'sweep', {
    metrics: [...curve('loss', 20), { key: 'auc', value: 0.5 }],
    params: { model: 'gbdt' },
    tags: { 'mlflow.note.content': NOTE, 'mlflow.user': 'maria', team: 'risk' },
  })
  for (const [index, status] of (['RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const).entries())
    await log.end(await log.run(experiment, `run ${index}`, { tags: { 'mlflow.parentRunId': run } }), status)
  for (const [path, content] of Object.entries(FILES)) await log.artifact(experiment, run, path, content)
  const model = await log.loggedModel(experiment, 'forest', run)
  await log.loggedModel(experiment, 'trees', run)
  await log.experiment('risk/pd/2026')
  await logPrompt(log, 'greeting', ['Greet {{name}}.', 'Greet {{name}} warmly.'])
  const models = await log.experiment('models')
  await logModel(log, models, 'credit-scoring')
  await log.tagExperiment(experiment, 'mlflow.note.content', 'What *scores* do.')
  const other = await log.run(experiment, 'other', {
    metrics: [...curve('loss', 12), { key: 'auc', value: 0.75 }],
    params: { model: 'forest' },
  })
  await log.artifact(experiment, other, 'scores.csv', 'id,score\n1,0.7\n')
  await log.artifact(experiment, other, 'plots/roc.svg', FILES['plots/roc.svg'])
  return {
    ...{ experiment, empty, run, model },
    compared: `/compare-runs?runs=${run}&runs=${other}`,
    several: `/experiments/${experiment},${models}`,
  }
}
