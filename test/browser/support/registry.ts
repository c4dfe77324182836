import { curve, type Logger } from './logger.ts'

const MLMODEL = `flavors:
  python_function:
    loader_module: mlflow.sklearn
  sklearn:
    code: null
mlflow_version: 3.17.2
signature:
  inputs: '[{"type": "double", "name": "income", "required": true}, {"type": "string",
    "name": "purpose", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 2]}}]'
  params: '[{"name": "threshold", "default": 0.5, "shape": null, "type": "double"}]'
`

const COMMIT = '3f786850e387550fdab836ed7e6dc881de23001b'

const DESCRIPTION = 'Scores **applications**.\n\n- owner: [risk](https://example.org)\n'

/** A model with three versions, each of a run of its own. */
export async function logModel(log: Logger, experiment: string, name: string) {
  await log.model(name, { description: DESCRIPTION, tags: { team: 'risk', country: 'BG' } })
  const runs: string[] = []
  const sweep = await log.run(experiment, 'sweep')
  for (const depth of [5, 7, 9]) {
    const run = await log.run(experiment, `depth ${depth}`, {
      tags: {
        'mlflow.parentRunId': sweep,
        'mlflow.source.git.commit': COMMIT,
        'mlflow.source.name': 'train.py',
      },
      params: { model: 'gbdt', depth: String(depth) },
      metrics: [...curve('loss', 3), { key: 'auc', value: 0.8 + depth / 100 }],
    })
    await log.artifact(experiment, run, 'model/MLmodel', MLMODEL)
    await log.artifact(experiment, run, 'model/requirements.txt', 'scikit-learn==1.7.2\n')
    await log.dataset(run, 'applications', `2026-q${depth}`)
    runs.push(run)
  }
  const [first = '', second = '', third = ''] = runs
  await log.version(name, first, { stage: 'Archived' })
  await log.version(name, second, { stage: 'Production', aliases: ['champion'], tags: { approved: 'maria' } })
  await log.version(name, third, {
    stage: 'Staging',
    aliases: ['challenger', 'shadow'],
    description: DESCRIPTION,
  })
  return { first, second, third }
}

/** A prompt with a version for each text, kept as clients keep it; the first is in production. */
export async function logPrompt(log: Logger, name: string, texts: string[]): Promise<void> {
  const isPrompt = { 'mlflow.prompt.is_prompt': 'true' }
  await log.model(name, { tags: { ...isPrompt, team: 'care' } })
  for (const [index, text] of texts.entries())
    await log.version(name, undefined, {
      tags: { ...isPrompt, 'mlflow.prompt.text': text, _mlflow_prompt_type: 'text' },
      aliases: index === 0 ? ['production'] : [],
    })
}
