import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { writeMlModel } from '../mlmodel.ts'
import { formatSignature } from '../signature.ts'
import { serveFolder } from '../testing/serving.ts'
import type { ScoringServer } from './http-server.ts'

const folder = scratch('streaming')
let server: ScoringServer

const MODULE = `
  import { setTimeout as sleep } from 'node:timers/promises'
  let stopped = 0
  export const predict = (rows) => ({ said: 'at once', stopped, rows })
  export async function* predictStream(input, { times }, { signal }) {
    const text = input.messages?.at(-1).content ?? input[0].text
    try {
      for (let n = 0; n < times; n++) {
        if (text === 'fail' && n === 1) throw new Error('told to fail')
        if (text === 'hang') await sleep(60_000)
        yield { delta: text + n, stream: input.stream }
        if (text === 'long') await sleep(5)
      }
    } finally {
      stopped++
    }
  }`

beforeAll(async () => {
  mkdirSync(folder.file('m'))
  writeFileSync(folder.file('m', 'index.mjs'), MODULE)
  await writeMlModel(folder.file('m'), {
    flavors: { javascript: { module: 'index.mjs' } },
    signature: formatSignature({ params: [{ name: 'times', type: 'long', default: 3, shape: null }] }),
  })
  server = await serveFolder(folder.file('m'), { timeout: 1000 })
})
afterAll(async () => {
  await server.drain()
  folder.remove()
})

function ask(body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
}

const chat = (content: string) => ({ messages: [{ role: 'user', content }], stream: true })
const rows = (text: string, times: unknown = 3) => ({ inputs: [{ text }], params: { times }, stream: true })

test('a chat is told part by part, and stream is no part of it', async () => {
  const response = await ask(chat('a'))
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const parts = ['a0', 'a1', 'a2'].map((delta) => `data: {"delta": "${delta}", "stream": null}\n\n`)
  expect(await response.text()).toBe(`${parts.join('')}data: [DONE]\n\n`)
})

test('parameters are checked before the first part', async () => {
  expect(await (await ask(rows('б', 1))).text()).toContain('data: {"delta": "\\u04310"')
  const refused = await ask(rows('a', 'many'))
  expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'application/json'])
  expect(await refused.json()).toMatchObject({ message: expect.stringContaining('Invalid parameters found') })
})

test('without stream it is predicted at once', async () => {
  const response = await ask({ inputs: [{ text: 'a' }], stream: false })
  expect(await response.json()).toMatchObject({ predictions: { said: 'at once' } })
})

test('a model that fails on the way says so in an event', async () => {
  const text = await (await ask(rows('fail'))).text()
  expect(text).toMatch(
    /^data: \{"delta": "fail0".*\}\n\ndata: \{"error": "told to fail"\}\n\ndata: \[DONE\]\n\n$/,
  )
})

test('one that takes too long for a part is answered 504', async () => {
  expect((await ask(rows('hang'))).status).toBe(504)
})

test('a client that goes away stops the generator', async () => {
  const stopped = async () =>
    (await (await ask({ inputs: [{ text: 'a' }] })).json()) as { predictions: { stopped: number } }
  const before = (await stopped()).predictions.stopped
  const leaves = new AbortController()
  const response = await ask(rows('long', 100_000), leaves.signal)
  await response.body?.getReader().read()
  expect((await stopped()).predictions.stopped).toBe(before)
  leaves.abort()
  await expect.poll(async () => (await stopped()).predictions.stopped).toBe(before + 1)
  await sleep(20)
  const metrics = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  expect(metrics).toMatch(/millrace_scoring_pending 0/)
})
