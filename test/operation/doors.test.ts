import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'
import { ask, type RawReply } from './support/raw.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const PREFIX = '/api/2.0/mlflow/'

/** The same endpoint under a spelling that only Fastify's router knows: the fast lane looks paths up as they are written. */
function aside(path: string): string {
  const [address = '', query] = path.split('?')
  const spelt = address.replace(/[a-z](?=[a-z-]*$)/, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return query === undefined ? spelt : `${spelt}?${query}`
}

function essence({ status, headers, body }: RawReply) {
  return {
    status,
    body: body.toString(),
    length: headers['content-length'],
    type: String(headers['content-type']).split(';')[0],
    nosniff: headers['x-content-type-options'],
    frame: headers['x-frame-options'],
    origin: headers['access-control-allow-origin'],
    credentials: headers['access-control-allow-credentials'],
    vary: headers.vary,
    named: typeof headers['x-request-id'],
  }
}

interface Case {
  method: string
  path: string
  headers?: Record<string, string>
  payload?: string
  status: number
}

const get = 'experiments/get?experiment_id=0'
const search = { method: 'POST', path: 'runs/search', payload: '{"experiment_ids": ["0"]}' }
const posted = (headers: Record<string, string>, status: number): Case => ({
  ...search,
  headers: { ...JSON_TYPE, ...headers },
  status,
})
const got = (headers: Record<string, string>, status: number): Case => ({
  method: 'GET',
  path: get,
  headers,
  status,
})

const CASES: readonly Case[] = [
  got({}, 200),
  got({ 'x-request-id': 'mine-1' }, 200),
  got({ host: 'evil.example' }, 403),
  got({ host: '10.evil.example' }, 403),
  got({ host: '10.0.0.7:5000' }, 200),
  got({ host: 'localhost:9999' }, 200),
  got({ origin: 'http://evil.example' }, 200),
  got({ origin: 'http://localhost:3000' }, 200),
  got({ origin: 'http://app.example' }, 200),
  { method: 'GET', path: 'experiments/get?experiment_id=99', status: 404 },
  { method: 'GET', path: 'experiments/get', status: 400 },
  posted({}, 200),
  posted({ origin: 'http://evil.example' }, 403),
  posted({ origin: 'null' }, 403),
  posted({ origin: 'http://localhost:3000' }, 200),
  posted({ origin: 'http://app.example' }, 200),
  posted({ origin: 'http://a.app.example' }, 403),
  posted({ host: 'evil.example', origin: 'http://evil.example' }, 403),
  { ...search, status: 400 },
  { ...search, headers: { 'content-type': 'text/plain' }, status: 400 },
  { ...search, headers: JSON_TYPE, payload: '{broken', status: 400 },
  { ...search, headers: JSON_TYPE, payload: '[]', status: 400 },
  { ...search, headers: JSON_TYPE, payload: '', status: 200 },
  { ...search, headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' }, status: 200 },
]

describe('the fast lane and Fastify', () => {
  let folder: Scratch
  let server: RunningServer
  let open: RunningServer

  beforeAll(async () => {
    folder = scratch('doors')
    const start = (name: string, args: string[]) =>
      startServer({ database: folder.file(`${name}.db`), artifacts: folder.file(name), args }, MILLRACE)
    server = await start('checked', ['--cors-allowed-origins', 'http://app.example'])
    open = await start('open', ['--cors-allowed-origins', '*', '--x-frame-options', 'NONE'])
  })
  afterAll(async () => {
    await server?.stop()
    await open?.stop()
    folder?.remove()
  })

  test.each(CASES)(
    '$method $path $headers answers $status on both',
    async ({ method, path, status, ...rest }) => {
      const straight = await ask(server.port, method, PREFIX + path, rest)
      const fastify = await ask(server.port, method, aside(PREFIX + path), rest)
      expect(straight.status).toBe(status)
      expect(essence(straight)).toEqual(essence(fastify))
    },
  )

  test('an id given is echoed, an odd or missing one is replaced, on both', async () => {
    for (const path of [PREFIX + get, aside(PREFIX + get)]) {
      const id = async (headers: Record<string, string>) =>
        (await ask(server.port, 'GET', path, { headers })).headers['x-request-id']
      expect(await id({ 'x-request-id': 'build-7:42' })).toBe('build-7:42')
      expect(await id({ 'x-request-id': 'two words' })).not.toBe('two words')
      expect(await id({ 'x-request-id': 'x'.repeat(200) })).not.toContain('xxx')
      expect(await id({})).not.toBe(await id({}))
    }
  })

  test('every origin may come without credentials where all are allowed', async () => {
    const headers = { ...JSON_TYPE, origin: 'http://evil.example' }
    const payload = search.payload
    for (const path of [PREFIX + search.path, aside(PREFIX + search.path)]) {
      const reply = await ask(open.port, 'POST', path, { headers, payload })
      expect(reply.status).toBe(200)
      expect(reply.headers).toMatchObject({ 'access-control-allow-origin': '*' })
      expect(reply.headers).not.toHaveProperty('access-control-allow-credentials')
      expect(reply.headers).not.toHaveProperty('x-frame-options')
    }
  })

  test('each failed request leaves one line with its id in the log', async () => {
    const marks = [
      [`${PREFIX}experiments/get`, 'lane-400'],
      [aside(`${PREFIX}experiments/get`), 'fastify-400'],
    ] as const
    const nothing = [
      [PREFIX + get, 'fine-one'],
      // That something is not there is an answer.
      [PREFIX + get.replace('=0', '=77'), 'lane-404'],
      ['/no/such/place', 'nowhere'],
    ] as const
    for (const [path, id] of [...marks, ...nothing])
      await ask(server.port, 'GET', path, { headers: { 'x-request-id': id } })
    await ask(server.port, 'GET', PREFIX + get, {
      headers: { 'x-request-id': 'foreign', host: 'evil.example' },
    })
    const of = (id: string) =>
      server
        .log()
        .split('\n')
        .filter((line) => /^\{.*\}$/.test(line))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line.request_id === id)
    // The log comes by a pipe of its own, and later than the answers.
    await expect.poll(() => of('foreign')).toHaveLength(1)
    for (const [, id] of marks) expect(of(id)).toMatchObject([{ method: 'GET', status: 400 }])
    expect(of('foreign')).toMatchObject([{ status: 403, host: 'evil.example' }])
    for (const [, id] of nothing) expect(of(id)).toEqual([])
  })

  test('the address is announced once', () => {
    expect(server.log().match(/listening/g)).toHaveLength(1)
  })
})
