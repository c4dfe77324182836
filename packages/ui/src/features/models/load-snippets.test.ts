import { expect, test } from 'vitest'
import { loadLoggedSnippet, loadSnippet } from './load-snippets.ts'
import { readMlModel } from './read-mlmodel.ts'

const URI = 'http://127.0.0.1:5000'
const SKLEARN = readMlModel(
  'flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n  sklearn: {}\n',
)
const CRATE = readMlModel('flavors:\n  crate:\n    version: 1\n')
const JAVASCRIPT = readMlModel(`flavors:
  javascript:
    module: main.js
signature:
  inputs: '[{"type": "double", "name": "it''s", "required": true}]'
`)
const ONNX = readMlModel('flavors:\n  onnx:\n    data: model.onnx\n')

test.each([
  ['of scikit-learn', SKLEARN, ['python', 'java', 'typescript', 'rest', 'cli']],
  ['of R', CRATE, ['r', 'java', 'typescript']],
  ['in JavaScript', JAVASCRIPT, ['java', 'typescript', 'rest', 'cli']],
  ['in ONNX without Python', ONNX, ['java', 'typescript', 'rest', 'cli']],
  ['that cannot be read', undefined, ['python', 'r', 'java', 'typescript', 'rest', 'cli']],
])('a model %s is loaded by those that can', (_name, model, languages) => {
  expect(Object.keys(loadSnippet('credit', '3', undefined, model)(URI))).toEqual(languages)
  expect(Object.keys(loadLoggedSnippet('m-1', model)(URI))).toEqual(languages)
})

test('a model in JavaScript runs in Node, with a record of its signature', () => {
  const { typescript, rest, cli } = loadSnippet("o'hara", '3', 'champion', JAVASCRIPT)(URI)
  expect(typescript).toContain(`client.artifacts.read({ name: "o'hara", version: "3" }, "main.js")`)
  expect(typescript).toContain(`predict([{"it's":0.5}], {})`)
  expect(rest).toContain(`-m 'models:/o'\\''hara@champion' -p 8080`)
  expect(rest).toContain(`-d '{"dataframe_records": [{"it'\\''s":0.5}]}'`)
  expect(cli).toContain(`MLFLOW_TRACKING_URI=${URI}`)
})
