import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratch } from '../../../test/helpers/scratch.ts'
import { readEnvironment, writeEnvironment } from './environment/files.ts'
import { parseMlModel, readMlModel, writeMlModel } from './mlmodel.ts'
import { formatSignature, parseSignature } from './signature.ts'
import { modelFolder } from './testing/exchanges.ts'

const MODELS = readdirSync(modelFolder(''))

test.each(MODELS)('the files of %s are written as the real MLflow wrote them', async (name) => {
  const folder = scratch('mlmodel')
  const model = await readMlModel(modelFolder(name))
  mkdirSync(folder.file('m'))
  await writeMlModel(folder.file('m'), model)
  await writeEnvironment(folder.file('m'), await readEnvironment(modelFolder(name)))
  const files = ['MLmodel', 'conda.yaml', 'python_env.yaml', 'requirements.txt']
  const ours = files.map((file) => readFileSync(folder.file('m', file), 'utf8'))
  const theirs = files.map((file) => readFileSync(`${modelFolder(name)}/${file}`, 'utf8'))
  folder.remove()
  expect(ours).toEqual(theirs)
})

test.each(MODELS)('the signature of %s is read, and written as it was', async (name) => {
  const { signature } = await readMlModel(modelFolder(name))
  if (signature) expect(formatSignature(parseSignature(signature))).toEqual(signature)
})

test.each([
  ['flavors: [', /damaged/],
  ['mlflow_version: 3.17.2', /names no flavors/],
  ['flavors:\n  onnx: 5', /a flavor must be a map/],
])('%j is refused', (text, reason) => {
  expect(() => parseMlModel(text)).toThrow(reason)
})

test.each([
  ['{', /not JSON/],
  ['[{"type": "int"}]', /'int' is not the type of a column/],
  ['[{"type": "tensor"}]', /needs its tensor-spec/],
  ['[{"type": "long", "name": "a"}, {"type": "long"}]', /all inputs have a name or none/],
])('the signature %j is refused', (inputs, reason) => {
  expect(() => parseSignature({ inputs })).toThrow(reason)
})
