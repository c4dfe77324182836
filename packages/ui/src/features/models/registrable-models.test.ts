import { expect, test } from 'vitest'
import { registrableModels } from './registrable-models.ts'

const runWith = (history: string) => ({
  info: { run_id: 'r', artifact_uri: 'mlflow-artifacts:/1/r/artifacts' },
  data: { tags: [{ key: 'mlflow.log-model.history', value: history }] },
})

test('logged models are registered by their ids', () => {
  expect(registrableModels({}, [{ info: { model_id: 'm-1', name: 'tree' } }])).toEqual([
    { label: 'tree', source: 'models:/m-1', model_id: 'm-1' },
  ])
})

test('models of older clients are folders of the artifacts, each once', () => {
  const history = JSON.stringify([{ artifact_path: 'model' }, { artifact_path: 'model' }, {}])
  expect(registrableModels(runWith(history), [])).toEqual([
    { label: 'model', source: 'mlflow-artifacts:/1/r/artifacts/model' },
  ])
})

test.each(['not json', '{}', '[7]'])('a history of %j names no models', (history) => {
  expect(registrableModels(runWith(history), [])).toEqual([])
})
