import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Rest, RestError } from './rest.ts'

let server: Server | undefined
afterEach(() => server?.close())

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.each([
  [{ MLFLOW_TRACKING_USERNAME: 'ana', MLFLOW_TRACKING_PASSWORD: 'p:w' }, '', 'Basic YW5hOnA6dw=='],
  [{ MLFLOW_TRACKING_TOKEN: 't0' }, '', 'Bearer t0'],
  [{ MLFLOW_TRACKING_TOKEN: 't0' }, 'ana:p%3Aw@', 'Basic YW5hOnA6dw=='],
  [{}, '', undefined],
])('with %o and %o in the address it says who asks: %o', async (env, user, expected) => {
  let asked: IncomingMessage | undefined
  const address = await serve((request, reply) => {
    asked = request
    reply.end('{}')
  })
  const rest = new Rest(`http://${user}${address}/prefix/`, env)
  await rest.get('experiments/search', { max_results: 5, order_by: ['a', 'b'] })
  expect(asked?.headers.authorization).toBe(expected)
  expect(asked?.url).toBe('/prefix/api/2.0/mlflow/experiments/search?max_results=5&order_by=a&order_by=b')
  expect(rest.name).toBe(`http://${address}/prefix`)
})

it('a busy server is asked again, but never to make something twice', async () => {
  let count = 0
  const address = await serve((request, reply) => {
    count += 1
    if (request.url?.includes('runs/create')) request.socket.destroy()
    else reply.writeHead(count < 3 ? 503 : 200).end('{"ok": true}')
  })
  const rest = new Rest(`http://${address}`, {})
  expect(await rest.get('runs/get')).toEqual({ ok: true })
  expect(count).toBe(3)
  await expect(rest.call('POST', 'runs/create', { body: {} })).rejects.toThrow(/cannot be reached/)
  expect(count).toBe(4)
})

it.each([
  [502, 'GET', 2],
  [504, 'GET', 2],
  [502, 'POST', 1],
  [504, 'POST', 1],
  [503, 'POST', 2],
  [429, 'POST', 2],
])('after %i a %s of runs is sent %i times in all', async (status, method, times) => {
  let count = 0
  const address = await serve((_request, reply) => {
    count += 1
    reply.writeHead(count === 1 ? status : 200).end('{}')
  })
  const rest = new Rest(`http://${address}`, {})
  const call = rest.call(method, 'runs/create', method === 'POST' ? { body: {} } : {})
  if (times === 1) await expect(call).rejects.toMatchObject({ status })
  else expect(await call).toEqual({})
  expect(count).toBe(times)
})

it('a refusal keeps its words; numbers keep their digits, and what Python calls numbers is read', async () => {
  const replies = [
    [404, '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "No run."}'],
    [500, '<h1>Oh no</h1>'],
    [
      200,
      '{"metrics": [{"value": NaN, "step": 9223372036854775807, "key": "\\"value\\": NaN"}, {"value": -Infinity}]}',
    ],
  ] as const
  let next = 0
  const address = await serve((_request, reply) => {
    const [status, text] = replies[next++] ?? [200, '']
    reply.writeHead(status).end(text)
  })
  const rest = new Rest(`http://${address}`, {})
  await expect(rest.get('a')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', message: 'No run.' })
  await expect(rest.get('b')).rejects.toBeInstanceOf(RestError)
  expect(await rest.get('c')).toEqual({
    metrics: [{ value: 'NaN', step: 2n ** 63n - 1n, key: '"value": NaN' }, { value: '-Infinity' }],
  })
})
