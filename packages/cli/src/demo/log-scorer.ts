import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { LoggedModel, Run } from '@millrace/sdk'
import type { Fitted, Model } from '../../demo/model/index.js'
import type { Loans } from './loans.ts'
import { POINTS } from './measures.ts'

const SCORER = new URL(
  import.meta.url.endsWith('.ts') ? '../../demo/model/index.js' : './demo/model/index.js',
  import.meta.url,
)

/** Logs a model in JavaScript, which `millrace models serve` scores without Python. */
export async function logScorer(
  run: Run,
  name: string,
  fitted: Fitted,
  loans: Loans,
  params: Readonly<Record<string, string | number>>,
): Promise<LoggedModel> {
  const model: Model = { ...fitted, points: POINTS }
  const examples = loans.rows.slice(0, 3)
  return run.logModel({
    name,
    modelType: 'scorer',
    params,
    flavors: { javascript: { module: 'index.js' } },
    files: {
      'index.js': await readFile(fileURLToPath(SCORER), 'utf8'),
      'package.json': JSON.stringify({ name: 'credit-scoring', type: 'module' }, null, 2),
      'model.json': JSON.stringify(model),
      'serving_input_example.json': JSON.stringify({ dataframe_records: examples }, null, 2),
    },
    signature: {
      inputs: [
        ...loans.categorical.map((column) => ({ type: 'string', name: column, required: true })),
        ...loans.numeric.map((column) => ({ type: 'double', name: column, required: true })),
      ],
      outputs: [
        { type: 'double', name: 'pd', required: true },
        { type: 'long', name: 'score', required: true },
        { type: 'string', name: 'decision', required: true },
      ],
    },
  })
}
