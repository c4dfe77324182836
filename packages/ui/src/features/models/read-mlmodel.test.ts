import { expect, test } from 'vitest'
import { readMlModel, typeOf } from './read-mlmodel.ts'

const WRITTEN_BY_PYTHON = `artifact_path: mlflow-artifacts:/1/models/m-1/artifacts
flavors:
  python_function:
    env:
      conda: conda.yaml
    loader_module: mlflow.sklearn
  sklearn:
    code: null
mlflow_version: 3.17.2
signature:
  inputs: '[{"type": "double", "name": "income", "required": true}, {"type": "string",
    "name": "the client''s name", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 3]}}]'
  params: null
utc_time_created: '2026-11-25 10:00:00.000000'
`

test('a file that Python wrote', () => {
  const { flavors, signature } = readMlModel(WRITTEN_BY_PYTHON)
  expect(flavors).toEqual(['python_function', 'sklearn'])
  expect(signature.inputs).toEqual([
    { type: 'double', name: 'income', required: true },
    { type: 'string', name: "the client's name", required: false },
  ])
  expect(signature.outputs?.map(typeOf)).toEqual(['float64 [-1, 3]'])
  expect(signature.params).toBeUndefined()
})

test('a part that is the last of the file', () => {
  const text = `signature:\n  params: '[{"name": "threshold", "default": 0.5}]'\n`
  expect(readMlModel(text).signature.params).toEqual([{ name: 'threshold', default: 0.5 }])
})

test('a string in double quotes, folded', () => {
  const text = 'signature:\n  inputs: "[{\\"type\\": \\"long\\",\\\n    \\ \\"name\\": \\"възраст\\"}]"\n'
  expect(readMlModel(text).signature.inputs).toEqual([{ type: 'long', name: 'възраст' }])
})

test.each(['', 'no yaml at all', 'signature: null', 'signature:\n  inputs: "[{"', '<html>'])(
  'of %j nothing is shown',
  (text) => {
    expect(readMlModel(text)).toEqual({ flavors: [], signature: {} })
  },
)

test.each([
  [{ type: 'array', items: { type: 'long' } }, 'array<long>'],
  [{ type: 'map', values: { type: 'double' } }, 'map<double>'],
  [{ type: 'object', properties: { a: { type: 'string' } } }, '{a: string}'],
  [{}, ''],
])('%j is a %s', (field, type) => {
  expect(typeOf(field)).toBe(type)
})
