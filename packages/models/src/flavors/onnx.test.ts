import { cpSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onnxRuntimeFolder } from '../../../../test/helpers/onnxruntime.ts'
import { describeUnless } from '../../../../test/helpers/programs.ts'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { readMlModel, writeMlModel } from '../mlmodel.ts'
import type { ScoringServer } from '../serve/http-server.ts'
import { ask, type Exchange, exchangesOf, modelFolder, type Reply, settled } from '../testing/exchanges.ts'
import { serveFolder } from '../testing/serving.ts'

const runtime = await onnxRuntimeFolder().catch((error: Error) => error)
if (typeof runtime === 'string') process.env.MILLRACE_ONNXRUNTIME = runtime
const reason = runtime instanceof Error && `onnxruntime-node cannot be installed: ${runtime.message}`

/** Worded by libraries of Python's own, or by what only Python can read. */
const OWN_WORDS = new Set([
  'ragged',
  'broken JSON',
  'no body',
  'bytes that are no text',
  'another type',
  'split with a repeated column',
  'CSV with a long row',
])

describeUnless(reason, 'models in ONNX', () => {
  describe.each(['onnx-tensor', 'onnx-named', 'onnx-columns'])('%s', (model) => {
    let server: ScoringServer
    beforeAll(async () => {
      server = await serveFolder(modelFolder(model))
    })
    afterAll(() => server.drain())

    test.each(exchangesOf(model))('$name is answered as by mlflow', async (exchange) => {
      const reply = await ask(server.port, exchange)
      if (OWN_WORDS.has(exchange.name)) expect(classOf(reply)).toEqual(classOf(exchange.reply))
      else expect(comparable(reply)).toEqual(comparable(exchange.reply))
    })
  })

  test.each(['onnx-tensor', 'onnx-named', 'onnx-columns'])(
    'requests to %s that are predicted together are answered as each by itself',
    async (model) => {
      const server = await serveFolder(modelFolder(model), { maxBatchRows: 16, maxBatchDelay: 20 })
      const exchanges = exchangesOf(model).filter(({ reply }) => reply.status === 200)
      const asked = [...exchanges, ...exchanges, ...exchanges]
      const replies = await Promise.all(asked.map((exchange) => ask(server.port, exchange)))
      await server.drain()
      expect(replies).toEqual(asked.map(({ reply }) => reply))
    },
  )

  test('the V2 protocol tells outputs by the types that are declared', async () => {
    const server = await serveFolder(modelFolder('onnx-tensor'))
    const inputs = [{ name: 'x', shape: [1, 3], datatype: 'FP32', data: [0, 0, 0] }]
    const response = await fetch(`http://127.0.0.1:${server.port}/v2/models/model/infer`, {
      method: 'POST',
      body: JSON.stringify({ inputs }),
    })
    const { outputs } = (await response.json()) as { outputs: object[] }
    await server.drain()
    expect(outputs).toEqual([{ name: 'y', shape: [1, 2], datatype: 'FP32', data: [1, 0.10000000149011612] }])
  })

  describe('a model that declares no inputs', () => {
    const folder = scratch('unsigned-onnx')
    const servers = new Map<string, ScoringServer>()
    beforeAll(async () => {
      for (const name of ['onnx-tensor', 'onnx-named']) {
        cpSync(modelFolder(name), folder.file(name), { recursive: true })
        await writeMlModel(folder.file(name), { ...(await readMlModel(modelFolder(name))), signature: null })
        servers.set(name, await serveFolder(folder.file(name)))
      }
    })
    afterAll(async () => {
      for (const server of servers.values()) await server.drain()
      folder.remove()
    })

    test.each([
      ['onnx-tensor', { inputs: [[1, 2, 3]] }, { y: [[1, 8.600000381469727]] }],
      ['onnx-tensor', { inputs: { x: [[1, 2, 3]] } }, { y: [[1, 8.600000381469727]] }],
      [
        'onnx-tensor',
        { dataframe_split: { columns: ['a', 'b', 'c'], data: [[1, 2, 3]] } },
        [{ y: 1 }, { y: 8.600000381469727 }],
      ],
      ['onnx-named', { inputs: { a: [1], b: [2] } }, { sum: [3], product: [2] }],
      ['onnx-named', { dataframe_records: [{ b: 2, a: 1, c: 'x' }] }, [{ sum: 3, product: 2 }]],
    ])('%s takes %j by the types of its graph', async (name, body, predictions) => {
      const port = servers.get(name)?.port ?? 0
      const reply = await ask(port, { type: 'application/json', body: JSON.stringify(body) } as Exchange)
      expect(JSON.parse(reply.body)).toEqual({ predictions })
    })
  })
})

/** MLflow repeats the request in its messages, as pandas or NumPy print it; we do not. */
function comparable(reply: Reply): Reply {
  const { body, ...rest } = settled(reply)
  const shortened = body
    .replace(/Failed to predict data '.*?'\. \\nError: (?=Failed to enforce)/, '')
    .replace(/schema of data '.*?' with schema/, 'schema of data with schema')
  return { ...rest, body: shortened }
}

function classOf({ status, type, body }: Reply): object {
  if (type !== 'application/json') return { status, type }
  const { error_code, sqlstate, error_class } = JSON.parse(body)
  return { status, type, error_code, sqlstate, error_class }
}
