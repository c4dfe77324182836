import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  type Exchange,
  exchangesOf,
  modelFolder,
  settled,
} from '../../packages/models/src/testing/exchanges.ts'
import { type GeneratedModel, generatedRequests, unlikeAnswers } from '../helpers/generated-requests.ts'
import { realMlflow } from '../helpers/mlflow.ts'
import { mlflowServe } from '../helpers/mlflow-serve.ts'
import { type ModelsServe, modelsServe } from '../helpers/models-serve.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV, pythonVenv } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'

const MODELS = ['regression', 'classifier', 'every-type', 'nested', 'tensors', 'unnamed', 'unsigned']

const REQUESTS = 1000
const PATIENCE_MS = 300_000
const SEED = 20261127
/** The last digit of a sum depends on the processor's kernels; the recorded answers come of these, which every x86 of today has. */
const AS_RECORDED = { OPENBLAS_CORETYPE: 'Haswell' }
const NUMBERS = { age: 'number', income: 'number', debt: 'number' } as const
const GENERATED: Readonly<Record<string, GeneratedModel>> = {
  regression: { columns: NUMBERS, hasParams: false },
  'every-type': {
    columns: { flag: 'flag', small: 'whole', big: 'whole', single: 'number', number: 'number', text: 'text' },
    hasParams: true,
  },
}

/** Where XGBoost alone is; all that it needs is beside the real mlflow. */
async function xgboostPath(): Promise<string> {
  const python = await pythonVenv('xgboost', ['--no-deps', 'xgboost-cpu==3.2.0'])
  const told = await output(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'])
  return told.trim()
}

function predict(server: ModelsServe, body: object): ReturnType<typeof ask> {
  const exchange = { type: 'application/json', body: JSON.stringify(body) } as Exchange
  return ask(server.port, exchange)
}

describeWith(['python3'], 'models in Python', () => {
  let python: string
  beforeAll(async () => {
    python = (await realMlflow()).python
  })

  describe.each(MODELS)('%s', (model) => {
    let server: ModelsServe
    beforeAll(async () => {
      server = await modelsServe(python, modelFolder(model), [], AS_RECORDED)
    })
    afterAll(() => server.stop())

    test.each(exchangesOf(model))('$name is answered as by mlflow', async (exchange) => {
      expect(settled(await ask(server.port, exchange))).toEqual(settled(exchange.reply))
    })

    const generated = GENERATED[model]
    if (generated) {
      test(
        `${REQUESTS} generated requests are answered as by mlflow models serve`,
        async () => {
          const theirs = await mlflowServe(python, modelFolder(model), { ...PYTHON_ENV, ...AS_RECORDED })
          const bodies = generatedRequests(generated, REQUESTS, SEED)
          const unlike = await unlikeAnswers([server.port, theirs.port], bodies).finally(() => theirs.stop())
          expect(unlike).toEqual([])
        },
        PATIENCE_MS,
      )
    }
  })

  test(
    'models of XGBoost answer generated requests as mlflow models serve does',
    async () => {
      const env = { ...PYTHON_ENV, PYTHONPATH: await xgboostPath() }
      const folder = scratch('xgboost')
      const model = folder.file('model')
      await output(python, [join(import.meta.dirname, 'python', 'xgboost_model.py'), model], { env })
      const [ours, theirs] = await Promise.all([
        modelsServe(python, model, [], env),
        mlflowServe(python, model, env),
      ])
      const bodies = generatedRequests({ columns: NUMBERS, hasParams: false }, REQUESTS, SEED)
      const unlike = await unlikeAnswers([ours.port, theirs.port], bodies).finally(async () => {
        await Promise.all([ours.stop(), theirs.stop()])
        folder.remove()
      })
      expect(unlike).toEqual([])
    },
    PATIENCE_MS,
  )

  describe('regression', () => {
    let server: ModelsServe
    beforeAll(async () => {
      server = await modelsServe(python, modelFolder('regression'), ['--max-batch-size', '64'])
    })
    afterAll(() => server.stop())

    test('columns checked here predict what the request itself does, batched or not', async () => {
      const requests = Array.from({ length: 200 }, () => {
        const rows = Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () =>
          Array.from({ length: 3 }, () => (Math.random() - 0.5) * 10 ** Math.floor(Math.random() * 12)),
        )
        return { dataframe_split: { columns: ['age', 'income', 'debt'], data: rows } }
      })
      // With parameters it is the worker that reads the request.
      const asked = requests.map((body) => predict(server, body))
      const asRequests = requests.map((body) => predict(server, { ...body, params: { none: 1 } }))
      const [ours, theirs] = await Promise.all([Promise.all(asked), Promise.all(asRequests)])
      const numbers = ({ body }: { body: string }) => JSON.parse(body).predictions as number[]
      for (const [index, reply] of ours.entries()) {
        const expected = numbers(theirs[index] as { body: string })
        for (const [row, value] of numbers(reply).entries()) {
          const size = Math.abs(expected[row] ?? 0)
          expect(Math.abs(value - (expected[row] ?? Number.NaN))).toBeLessThanOrEqual(1e-9 * size + 1e-6)
        }
      }
    })
  })

  describe('every-type', () => {
    let server: ModelsServe
    beforeAll(async () => {
      server = await modelsServe(python, modelFolder('every-type'))
    })
    afterAll(() => server.stop())

    const numbers = [0, 1, -1, 0.1, 1e-7, 3.5, 1e300, 2147483647]
    const pick = <T>(values: readonly T[]) => values[Math.floor(Math.random() * values.length)] as T
    const row = () => ({
      flag: pick([true, false]),
      small: pick([0, 7, -2147483648, 1.5]),
      big: pick([0, 9007199254740991, -5, 2.5]),
      single: pick([...numbers, null]),
      number: pick([...numbers, null]),
      text: pick(['', 'a', 'здравей', '"\\\n']),
      extra: pick([1, 'x']),
    })

    test('columns are of the types and values that mlflow gives them', async () => {
      const formats = ['dataframe_records', 'inputs', 'instances'] as const
      for (let count = 0; count < 60; count++) {
        const rows = Array.from({ length: 1 + (count % 4) }, row)
        const body = { [pick(formats)]: rows }
        const [checked, asItCame] = await Promise.all([
          predict(server, body),
          predict(server, { ...body, params: { none: 1 } }),
        ])
        expect(settled(checked), JSON.stringify(body)).toEqual(settled(asItCame))
      }
    })
  })

  describe('a model that tells its answer part by part', () => {
    let server: ModelsServe
    beforeAll(async () => {
      server = await modelsServe(python, modelFolder('parts'), [
        '--timeout',
        '2',
        '--threads-per-worker',
        '1',
      ])
    })
    afterAll(() => server.stop())

    const chat = (content: string) => ({ messages: [{ role: 'user', content }] })
    const tell = (content: string, signal?: AbortSignal) =>
      fetch(`http://127.0.0.1:${server.port}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...chat(content), stream: true }),
        ...(signal && { signal }),
      })
    const event = (word: string) => `data: {"delta": "${word}", "keys": ["messages"]}\n\n`
    const ends = () => server.log().split('the generator ended').length - 1

    test('is heard in events when asked for, and at once when not', async () => {
      const response = await tell('здравей свят')
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
      const words = ['\\u0437\\u0434\\u0440\\u0430\\u0432\\u0435\\u0439', '\\u0441\\u0432\\u044f\\u0442']
      expect(await response.text()).toBe(`${words.map(event).join('')}data: [DONE]\n\n`)
      expect((await predict(server, chat('one two'))).body).toBe('{"said": "one two"}')
    })

    test('what fails on the way is an event, what is refused before the first part is not', async () => {
      expect(await (await tell('one fail')).text()).toBe(
        `${event('one')}data: {"error": "told to fail"}\n\ndata: [DONE]\n\n`,
      )
      const refused = await tell('refuse')
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' })
    })

    test('a client that goes away ends the generator', async () => {
      const before = ends()
      const leaves = new AbortController()
      const response = await tell('long', leaves.signal)
      await response.body?.getReader().read()
      // Meanwhile the only thread answers others; one more to listen to is too many.
      expect((await predict(server, chat('one'))).status).toBe(200)
      expect((await tell('one')).status).toBe(503)
      expect(ends()).toBe(before)
      leaves.abort()
      await expect.poll(ends).toBe(before + 1)
      expect((await tell('one')).status).toBe(200)
    })

    test('one that hangs is ended after the timeout, and another takes its place', async () => {
      expect((await tell('hang')).status).toBe(504)
      await expect.poll(async () => (await tell('one')).status, { timeout: 30_000 }).toBe(200)
    })
  })

  describe('a model that misbehaves', () => {
    let server: ModelsServe
    beforeAll(async () => {
      server = await modelsServe(python, modelFolder('awkward'), [
        '--timeout',
        '2',
        '--threads-per-worker',
        '1',
      ])
    })
    afterAll(() => server.stop())

    const order = (text: string) => predict(server, { dataframe_records: [{ do: text }] })

    test('its error is its own, with a traceback', async () => {
      const { status, body } = await order('fail')
      expect(status).toBe(400)
      expect(JSON.parse(body).stack_trace).toContain('told to fail')
    })

    test('what it prints does not disturb the answer', async () => {
      expect((await order('print')).status).toBe(200)
      expect(server.log()).toContain('said by the model')
    })

    test('a process that dies fails its request, and another takes its place', async () => {
      const [died, next] = await Promise.all([order('die'), order('')])
      expect(died.status).toBe(500)
      expect(JSON.parse(died.body).message).toContain('ended before it answered')
      expect(next.status === 200 || next.status === 504).toBe(true)
      await expect.poll(async () => (await order('')).status, { timeout: 30_000 }).toBe(200)
    })

    test('one that hangs is ended after the timeout, and another takes its place', async () => {
      const before = JSON.parse((await order('')).body).predictions[0]
      expect(await order('hang')).toMatchObject({
        status: 504,
        body: 'Request processing time exceeded limit',
      })
      await expect.poll(async () => (await order('')).status, { timeout: 30_000 }).toBe(200)
      expect(JSON.parse((await order('')).body).predictions[0]).not.toBe(before)
    })

    test('SIGTERM lets what was asked be answered', async () => {
      const answered = order('nap')
      await sleep(200)
      expect(await server.stop()).toBe(0)
      expect((await answered).status).toBe(200)
    })
  })
})
