import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { writeMlModel } from '../mlmodel.ts'
import { modelFolder } from '../testing/exchanges.ts'
import { writeContext } from './context.ts'

const folder = scratch('context')
beforeAll(() => {
  for (const name of ['bin', 'dist', 'dist/ui']) mkdirSync(folder.file('millrace', name), { recursive: true })
  for (const name of ['dist/millrace.js', 'dist/ui/index.html', 'package.json', 'bin/millrace.js']) {
    writeFileSync(folder.file('millrace', name), name)
  }
})
afterAll(() => folder.remove())

async function context(model: string | undefined, more = {}) {
  const output = folder.file(`for-${model}-${Object.keys(more)}`)
  const given = { forcePython: false, installMlflow: false, ...more }
  const path = model && modelFolder(model)
  await writeContext({ output, model: path, millrace: folder.file('millrace'), ...given })
  const file = (name: string) => readFileSync(`${output}/${name}`, 'utf8')
  return { dockerfile: file('Dockerfile'), file, has: (name: string) => existsSync(`${output}/${name}`) }
}

test('a model in Python gets its own Python and requirements, not the web page', async () => {
  const { dockerfile, file, has } = await context('regression')
  expect(dockerfile).toContain('FROM python:3.11.7-slim\n')
  expect(dockerfile).toMatch(/\nUSER millrace\n/)
  expect(dockerfile).toMatch(/\nHEALTHCHECK .*\/ping/)
  expect(file('requirements.txt')).toBe('mlflow==3.17.2\nscikit-learn==1.9.1\n')
  expect(file('model/MLmodel')).toBe(readFileSync(`${modelFolder('regression')}/MLmodel`, 'utf8'))
  expect([has('millrace/dist/millrace.js'), has('millrace/dist/ui')]).toEqual([true, false])
})

test('a model that Node loads needs no Python, unless that is wanted', async () => {
  expect((await context('onnx-tensor')).dockerfile).not.toContain('python')
  expect((await context('onnx-tensor', { forcePython: true })).dockerfile).toContain('FROM python:')
})

test('what Node needs for a flavour is installed where Millrace looks for it', async () => {
  const onnx = (await context('onnx-columns')).dockerfile
  expect(onnx).toMatch(/\nRUN npm install .* onnxruntime-node@\S+ && cd \/opt\/packages && find /)
  expect(onnx).toContain('\nENV MILLRACE_ONNXRUNTIME=/opt/packages\n')
  const model = folder.file('tfjs')
  mkdirSync(model)
  await writeMlModel(model, { flavors: { tfjs: { data: 'model.json' } } })
  const output = folder.file('for-tfjs')
  const given = { forcePython: false, installMlflow: false, millrace: folder.file('millrace') }
  await writeContext({ ...given, output, model })
  const tfjs = readFileSync(`${output}/Dockerfile`, 'utf8')
  expect(tfjs).toMatch(/\nRUN npm install .* @tensorflow\/tfjs@\S+\n/)
  expect(tfjs).toContain('\nENV MILLRACE_TENSORFLOWJS=/opt/packages\n')
})

test('without a model there is none in the image', async () => {
  const { dockerfile, has } = await context(undefined)
  expect([dockerfile.includes('COPY model'), has('model')]).toEqual([false, false])
})

test('Millrace that is not built is told', async () => {
  const output = folder.file('none')
  const millrace = folder.file('nowhere')
  const asked = writeContext({ output, model: undefined, millrace, forcePython: false, installMlflow: false })
  await expect(asked).rejects.toThrow('run npm run build first')
})
