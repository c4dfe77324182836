import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../../../test/helpers/scratch.ts'
import { loadModel } from './load-model.ts'
import { readMlModel } from './mlmodel.ts'
import { saveJavascriptModel, saveOnnxModel } from './save.ts'
import { parseSignature } from './signature.ts'
import { modelFolder } from './testing/exchanges.ts'

const folder = scratch('save')
afterAll(() => folder.remove())

test('a model in ONNX is saved with the files and settings that mlflow.onnx.save_model writes', async () => {
  const theirs = await readMlModel(modelFolder('onnx-tensor'))
  const target = folder.file('onnx')
  const signature = parseSignature(theirs.signature ?? {})
  await saveOnnxModel(target, `${modelFolder('onnx-tensor')}/model.onnx`, { signature })
  const ours = await readMlModel(target)
  const { model_uuid: _, utc_time_created, model_size_bytes, ...rest } = ours
  expect(theirs).toMatchObject(rest)
  expect(Object.keys(ours)).toEqual(Object.keys(theirs))
  expect(utc_time_created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
  expect(model_size_bytes).toBeGreaterThan(0)
  await expect(saveOnnxModel(target, 'x')).rejects.toThrow('already exists and is not empty')
})

test('a model in JavaScript is saved with its example, and loaded', async () => {
  mkdirSync(folder.file('source'))
  writeFileSync(
    folder.file('source', 'main.mjs'),
    'export const predict = (rows) => rows.map(({ x }) => 2 * x)',
  )
  const column = { kind: 'column' as const, type: 'double' as const, name: 'x', required: true }
  const target = folder.file('javascript')
  const saved = await saveJavascriptModel(target, folder.file('source'), {
    module: 'main.mjs',
    signature: { inputs: [column] },
    inputExample: { kind: 'table', columns: ['x'], data: [[1.5]] },
    metadata: { owner: 'здравей' },
  })
  expect(await readMlModel(target)).toEqual(saved)
  const example = JSON.parse(readFileSync(`${target}/serving_input_example.json`, 'utf8'))
  const model = await loadModel(target)
  expect(await model.predict(example)).toEqual([3])
  await expect(model.predict({ inputs: [{ y: 1 }] })).rejects.toThrow("Model is missing inputs ['x']")
  await model.close()
  await expect(saveJavascriptModel(folder.file('none'), target, { module: '../x.js' })).rejects.toThrow(
    'Invalid path',
  )
})
