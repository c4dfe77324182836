import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { logTensorflowModel, type TensorflowModel, Tracker } from '@millrace/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { npmFolder } from '../../../../test/helpers/npm-folder.ts'
import { describeUnless } from '../../../../test/helpers/programs.ts'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { loadModel } from '../load-model.ts'
import { type SaveOptions, saveTensorflowModel } from '../save.ts'
import type { ScoringServer } from '../serve/http-server.ts'
import { ask, type Exchange } from '../testing/exchanges.ts'
import { serveFolder } from '../testing/serving.ts'

const library = await npmFolder('@tensorflow/tfjs', '4.22.0').catch((error: Error) => error)
if (typeof library === 'string') process.env.MILLRACE_TENSORFLOWJS = library
const reason = library instanceof Error && `@tensorflow/tfjs cannot be installed: ${library.message}`

const folder = scratch('tensorflowjs')
afterAll(() => folder.remove())

/** What the tests use of TensorFlow.js to make models; its own types are not installed here. */
interface Tf {
  layers: Record<'input' | 'dense' | 'add', (options?: object) => TfLayer>
  model(parts: object): TensorflowModel & { setWeights(weights: unknown[]): void }
  input(options: object): unknown
  tensor(values: unknown): unknown
}
interface TfLayer {
  apply(input: unknown): unknown
}

/** Two columns to two outputs: [a, b] · [[1, 2], [3, 4]] + [0.5, 0]. */
function linear(tf: Tf): TensorflowModel {
  const x = tf.input({ shape: [2], name: 'x' })
  const model = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 2 }).apply(x), name: 'linear' })
  const weights = [
    [
      [1, 2],
      [3, 4],
    ],
    [0.5, 0],
  ]
  model.setWeights(weights.map((values) => tf.tensor(values)))
  return model
}

function sum(tf: Tf): TensorflowModel {
  const inputs = ['a', 'b'].map((name) => tf.input({ shape: [1], name }))
  return tf.model({ inputs, outputs: tf.layers.add({ name: 'sum' }).apply(inputs), name: 'sum' })
}

const column = (name: string) => ({ kind: 'column' as const, name, type: 'double' as const, required: true })
const TENSOR: SaveOptions = { signature: { inputs: [{ kind: 'tensor', dtype: 'float32', shape: [-1, 2] }] } }
const COLUMNS: SaveOptions = { signature: { inputs: [column('a'), column('b')] } }

const asked = (body: object) => ({ type: 'application/json', body: JSON.stringify(body) }) as Exchange

describeUnless(reason, 'models of TensorFlow.js', () => {
  let ofTwoColumns: TensorflowModel
  let ofTwoInputs: TensorflowModel
  beforeAll(() => {
    const tf = createRequire(join(library as string, 'package.json'))('@tensorflow/tfjs') as Tf
    ofTwoColumns = linear(tf)
    ofTwoInputs = sum(tf)
  })

  async function predict(model: string, request: object): Promise<unknown> {
    const loaded = await loadModel(folder.file(model))
    return loaded.predict(request).finally(() => loaded.close())
  }

  test('one that takes an array answers with one, and with numbered columns for a table', async () => {
    await saveTensorflowModel(folder.file('tensor'), ofTwoColumns, TENSOR)
    expect(
      await predict('tensor', {
        inputs: [
          [1, 0],
          [0.5, 2],
        ],
      }),
    ).toEqual([
      [1.5, 2],
      [7, 9],
    ])
    await saveTensorflowModel(folder.file('columns'), ofTwoColumns, COLUMNS)
    expect(await predict('columns', { dataframe_split: { columns: ['b', 'a'], data: [[0, 1]] } })).toEqual([
      { 0: 1.5, 1: 2 },
    ])
  })

  test('one of several inputs takes columns or arrays by name', async () => {
    await saveTensorflowModel(folder.file('sum'), ofTwoInputs, COLUMNS)
    expect(
      await predict('sum', {
        dataframe_records: [
          { a: 1, b: 2 },
          { a: 3, b: 4.5 },
        ],
      }),
    ).toEqual([{ 0: 3 }, { 0: 7.5 }])
    await saveTensorflowModel(folder.file('unsigned'), ofTwoInputs)
    expect(await predict('unsigned', { inputs: { a: [[1]], b: [[2]] } })).toEqual([[3]])
  })

  test('a model.json with its weights is saved as it is', async () => {
    await saveTensorflowModel(folder.file('copy'), folder.file('tensor', 'model.json'), TENSOR)
    expect(await predict('copy', { inputs: [[1, 1]] })).toEqual([[4.5, 6]])
  })

  test('what the SDK logs is loaded', async () => {
    const env = { MLFLOW_DEFAULT_ARTIFACT_ROOT: folder.file('artifacts') }
    const trackingUri = `sqlite:///${folder.file('mlflow.db')}`
    const tracker = new Tracker({ trackingUri, env })
    const logged = await tracker.withRun((run) => logTensorflowModel(run, ofTwoColumns))
    await tracker.close()
    const model = await loadModel(logged.artifactUri)
    expect(await model.predict({ instances: [[1, 0]] })).toEqual([[1.5, 2]])
    await model.close()
  })

  describe('served', () => {
    let server: ScoringServer
    beforeAll(async () => {
      await saveTensorflowModel(folder.file('served'), ofTwoColumns, TENSOR)
      server = await serveFolder(folder.file('served'), { maxBatchRows: 64, maxBatchDelay: 5 })
    })
    afterAll(() => server.drain())

    test('requests that wait are predicted together, each with its own rows', async () => {
      const rows = Array.from({ length: 40 }, (_, n) => Array.from({ length: 1 + (n % 3) }, () => [n, n]))
      const replies = await Promise.all(rows.map((inputs) => ask(server.port, asked({ inputs }))))
      expect(replies.map(({ body }) => JSON.parse(body).predictions)).toEqual(
        rows.map((inputs) => inputs.map(([n = 0]) => [4 * n + 0.5, 6 * n])),
      )
    })

    test.each([
      [{ inputs: [[1, 2, 3]] }, 'Shape of input (1, 3) does not match expected shape (-1, 2).'],
      [{ inputs: [['a', 'b']] }, "could not convert string to float: 'a'"],
    ])('%j is refused', async (body, why) => {
      const reply = await ask(server.port, asked(body))
      expect(reply.status).toBe(400)
      expect(JSON.parse(reply.body).message).toContain(why)
    })
  })

  test.each([
    ['no JSON', '{', 'is not JSON'],
    ['no topology', '{}', 'has no modelTopology'],
    [
      'a way out',
      '{"modelTopology": {}, "weightsManifest": [{"paths": ["../x"], "weights": []}]}',
      'Invalid path',
    ],
  ])('a model that holds %s is refused', async (name, json, why) => {
    await saveTensorflowModel(folder.file(name), ofTwoColumns)
    writeFileSync(folder.file(name, 'model.json'), json)
    await expect(loadModel(folder.file(name))).rejects.toThrow(why)
  })
})
