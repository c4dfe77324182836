import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { writeMlModel } from '../mlmodel.ts'
import { saveJavascriptModel } from '../save.ts'
import type { ScoringServer } from '../serve/http-server.ts'
import { openRequestLog } from '../serve/request-log.ts'
import { formatSignature } from '../signature.ts'
import { serveFolder } from '../testing/serving.ts'

const folder = scratch('javascript')
let server: ScoringServer

beforeAll(async () => {
  mkdirSync(folder.file('m'))
  writeFileSync(
    folder.file('m', 'index.mjs'),
    `import { setTimeout as sleep } from 'node:timers/promises'
     let factor
     export const load = () => { factor = 10 }
     export const predict = async (rows, { add }) => {
       if (rows[0].name === 'slow') await sleep(500)
       if (rows[0].name === 'bad') throw new Error('told to fail')
       return rows.map(({ x, tags }) => x * factor + add + tags.length)
     }`,
  )
  const column = { kind: 'column' as const, required: true }
  await writeMlModel(folder.file('m'), {
    flavors: { javascript: { module: 'index.mjs' } },
    signature: formatSignature({
      inputs: [
        { ...column, name: 'x', type: 'double' },
        { ...column, name: 'name', type: 'string', required: false },
        { ...column, name: 'tags', type: { array: 'string' } },
      ],
      params: [{ name: 'add', type: 'double', default: 0.5, shape: null }],
    }),
  })
  server = await serveFolder(folder.file('m'), { maxWaiting: 1 }, 500)
})
afterAll(async () => {
  await server.drain()
  folder.remove()
})

async function ask(body: object | string, path = '/invocations') {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const answer = (await response.json()) as Record<string, unknown>
  return { status: response.status, headers: response.headers, body: answer }
}

test('a module predicts from records and declared parameters', async () => {
  const rows = [{ x: 1, tags: ['a', 'b'] }]
  expect(await ask({ dataframe_records: rows })).toMatchObject({ status: 200, body: { predictions: [12.5] } })
  expect(await ask({ inputs: rows, params: { add: 1, other: 2 } })).toMatchObject({
    body: { predictions: [13] },
  })
})

test.each([
  [{ inputs: [{ x: 1 }] }, "Model is missing inputs ['tags']."],
  [{ inputs: [{ x: 1, tags: 'a' }] }, 'Expected data to be list or numpy array, got str'],
  [{ inputs: [{ x: 1, tags: [1] }] }, 'Failed to enforce schema of data `1` with dtype `string`'],
  [{ inputs: [{ x: 1, tags: [] }], params: { add: 'x' } }, 'Invalid parameters found'],
  [{ inputs: [{ x: 'one', tags: [] }] }, "could not convert string to float: 'one'"],
])('%j is refused', async (body, reason) => {
  const reply = await ask(body)
  expect(reply.status).toBe(400)
  expect(reply.body.message).toContain(reason)
})

test('what the module throws is answered with its stack', async () => {
  const { status, body } = await ask({ inputs: [{ x: 1, tags: [], name: 'bad' }] })
  expect(status).toBe(400)
  expect(body).toMatchObject({
    error_code: 'BAD_REQUEST',
    stack_trace: expect.stringContaining('told to fail'),
  })
})

test('more than may wait is answered 503, and a long body is refused', async () => {
  const slow = { inputs: [{ x: 1, tags: [], name: 'slow' }] }
  const [first, second] = await Promise.all([ask(slow), ask(slow)])
  const statuses = [first.status, second.status].sort()
  expect(statuses).toEqual([200, 503])
  const refused = first.status === 503 ? first : second
  expect(refused.headers.get('retry-after')).toBe('1')
  const long = await ask(' '.repeat(501))
  expect(long).toMatchObject({
    status: 413,
    body: { message: expect.stringContaining('longer than the 500 bytes') },
  })
})

test('a module that says so is given the rows of several requests', async () => {
  mkdirSync(folder.file('batches'))
  writeFileSync(
    folder.file('batches', 'index.js'),
    'export const batches = true; export const predict = (rows) => rows.map(({ x }) => [x, rows.length])',
  )
  await saveJavascriptModel(folder.file('batching'), folder.file('batches'), {
    signature: { inputs: [{ kind: 'column', name: 'x', type: 'double', required: true }] },
  })
  const batching = await serveFolder(folder.file('batching'), { maxBatchRows: 4, maxBatchDelay: 1000 })
  const replies = await Promise.all(
    [1, 2, 3, 4].map(async (x) => {
      const body = JSON.stringify({ inputs: [{ x }] })
      const headers = { 'content-type': 'application/json' }
      const url = `http://127.0.0.1:${batching.port}/invocations`
      return (await fetch(url, { method: 'POST', headers, body })).json()
    }),
  )
  await batching.drain()
  expect(replies).toEqual([1, 2, 3, 4].map((x) => ({ predictions: [[x, 4]] })))
})

test('the V2 protocol describes the model and infers', async () => {
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).json()
  expect(await get('/v2/health/ready')).toEqual({ ready: true })
  expect(await get('/v2/models/model')).toMatchObject({
    inputs: [{ name: 'x', datatype: 'FP64', shape: [-1] }, { name: 'name' }, { name: 'tags' }],
  })
  const infer = '/v2/models/model/infer'
  const x = { name: 'x', shape: [2], datatype: 'FP64', data: [1, 2] }
  const refused = await ask({ inputs: [x] }, infer)
  expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining('missing inputs') } })
  const tags = { name: 'tags', shape: [2, 1], datatype: 'BYTES', data: ['a', 'b'] }
  expect(await ask({ id: '7', inputs: [x, tags] }, infer)).toMatchObject({
    status: 200,
    body: { id: '7', outputs: [{ name: 'output-0', shape: [2], datatype: 'FP64', data: [11.5, 21.5] }] },
  })
})

test('requests are logged as a table', async () => {
  const logged = folder.file('requests.jsonl')
  const one = await serveFolder(folder.file('m'), {}, 2 ** 20, openRequestLog(logged, console.error))
  const body = '{"inputs": [{"x": 1, "tags": []}]}'
  for (const text of [body, '{']) {
    await fetch(`http://127.0.0.1:${one.port}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    })
  }
  await one.drain()
  const lines = readFileSync(logged, 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { status: 200, request: body, response: '{"predictions": [10.5]}', milliseconds: expect.any(Number) },
    { status: 400, request: '{', response: expect.stringContaining('BAD_REQUEST') },
  ])
})

test('Prometheus is told of requests by status', async () => {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  expect(text).toMatch(/millrace_scoring_requests_total\{status="200"\} [1-9]/)
  expect(text).toMatch(/millrace_scoring_pending 0/)
})
