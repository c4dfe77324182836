import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { Client } from './client.ts'
import type { ClientOptions } from './options.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server that gives these answers, one after the other, the last one for ever; and a client of it. */
async function serverOf(answers: Answer[], options: ClientOptions = {}) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    request.resume().on('end', () => answer?.(request, response))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  const trackingUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const quick = { MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0.01', MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0.01' }
  return {
    asked,
    trackingUri,
    client: new Client({ trackingUri, ...options, env: { ...quick, ...options.env } }),
  }
}

const json =
  (status: number, body: object, headers = {}): Answer =>
  (_, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))
const text =
  (status: number, body: string): Answer =>
  (_, response) =>
    void response.writeHead(status).end(body)
const hangUp: Answer = (request) => void request.socket.destroy()
const silence: Answer = () => {}
const EXPERIMENT = json(200, { experiment: { experiment_id: '1', name: 'churn' } })

describe('retries', () => {
  test.each([
    ['500', json(500, {})],
    ['408', text(408, '')],
    ['429 with a date in Retry-After', json(429, {}, { 'retry-after': new Date(0).toUTCString() })],
    ['503 as a page', text(503, '<html><body>down</body></html>')],
    ['a connection that breaks', hangUp],
  ])('a read is tried again after %s', async (_, answer) => {
    const { client, asked } = await serverOf([answer, answer, EXPERIMENT])
    expect(await client.experiments.get('1')).toMatchObject({ name: 'churn' })
    expect(asked).toHaveLength(3)
  })

  test('what creates is tried again only where surely nothing was created', async () => {
    const created = json(200, { experiment_id: '7' })
    const busy = await serverOf([text(429, ''), text(503, ''), created])
    expect(await busy.client.experiments.create({ name: 'a' })).toBe('7')
    for (const answer of [text(500, ''), text(504, ''), hangUp]) {
      const { client, asked } = await serverOf([answer, created])
      await expect(client.experiments.create({ name: 'a' })).rejects.toThrow()
      expect(asked).toHaveLength(1)
    }
  })

  test('an idle connection that breaks is no harm to a read, and repeats nothing that creates', async () => {
    const created = json(200, { experiment_id: '7' })
    const reading = await serverOf([EXPERIMENT, hangUp, EXPERIMENT], { maxRetries: 0 })
    await reading.client.experiments.get('1')
    await reading.client.experiments.get('1')
    const creating = await serverOf([EXPERIMENT, hangUp, created])
    await creating.client.experiments.get('1')
    await expect(creating.client.experiments.create({ name: 'a' })).rejects.toThrow()
    expect(creating.asked).toHaveLength(2)
  })

  test('they end, and can be switched off', async () => {
    const { client, asked } = await serverOf([text(500, '')], { maxRetries: 2 })
    await expect(client.experiments.get('1')).rejects.toMatchObject({
      name: 'InternalServerError',
      status: 500,
    })
    expect(asked).toHaveLength(3)
    await expect(client.experiments.get('1', { maxRetries: 0 })).rejects.toThrow()
    expect(asked).toHaveLength(4)
  })

  test('Retry-After is obeyed, and a signal ends the wait', async () => {
    const { client, asked } = await serverOf([json(429, {}, { 'retry-after': '60' })])
    const signal = AbortSignal.timeout(200)
    await expect(client.experiments.get('1', { signal })).rejects.toMatchObject({ name: 'AbortedError' })
    expect(asked).toHaveLength(1)
  })
})

describe('each failure is an error of its kind', () => {
  test.each([
    [json(400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'bad' }), 'BadRequestError', 'bad'],
    [json(400, { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'taken' }), 'AlreadyExistsError', 'taken'],
    [text(401, 'who?'), 'AuthenticationError', 'who?'],
    [json(403, { error_code: 'PERMISSION_DENIED', message: 'no' }), 'PermissionDeniedError', 'no'],
    [text(404, '<h1>Not Found</h1>'), 'NotFoundError', 'Not Found'],
    [text(302, ''), 'InvalidResponseError', '302'],
    [text(200, '<html>Sign in</html>'), 'InvalidResponseError', 'Sign in'],
    [text(200, ''), 'InvalidResponseError', 'nothing'],
  ])('%#', async (answer, name, message) => {
    const { client } = await serverOf([answer], { maxRetries: 0 })
    await expect(client.experiments.get('1')).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    })
  })

  test('silence is a TimeoutError, nobody there a ConnectionError', async () => {
    const { client, trackingUri } = await serverOf([silence], { timeout: 50, maxRetries: 0 })
    await expect(client.experiments.get('1')).rejects.toMatchObject({ name: 'TimeoutError' })
    for (const close of closers.splice(0)) close()
    const nobody = new Client({ trackingUri, maxRetries: 0, env: {} })
    await expect(nobody.experiments.get('1')).rejects.toMatchObject({ name: 'ConnectionError' })
  })
})

describe('who asks', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

  test.each<[string, ClientOptions, string | undefined]>([
    ['nobody', {}, undefined],
    ['options', { username: 'ada', password: 'ü:x' }, basic('ada:ü:x')],
    ['variables', { env: { MLFLOW_TRACKING_USERNAME: 'a', MLFLOW_TRACKING_PASSWORD: 'b' } }, basic('a:b')],
    ['a token', { token: 't' }, 'Bearer t'],
    ['a token before variables', { token: 't', env: { MLFLOW_TRACKING_USERNAME: 'a' } }, 'Bearer t'],
    ['the variable of a token', { env: { MLFLOW_TRACKING_TOKEN: 't' } }, 'Bearer t'],
  ])('%s', async (_, options, authorization) => {
    const { client, asked } = await serverOf([EXPERIMENT], options)
    await client.experiments.get('1')
    expect(asked[0]?.headers.authorization).toBe(authorization)
  })

  test('a user in the address, whose password is shown nowhere', async () => {
    const { trackingUri, asked } = await serverOf([EXPERIMENT])
    const client = new Client({ trackingUri: trackingUri.replace('//', '//ada:s%2Fcret@'), env: {} })
    await client.experiments.get('1')
    expect(asked[0]?.headers.authorization).toBe(basic('ada:s/cret'))
    expect(client.trackingUri).toBe(trackingUri)
    expect(() => new Client({ trackingUri: 'http://ada:s/cr@et@host', env: {} })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('cr@et') }),
    )
  })

  test('the workspace and own headers go along', async () => {
    const { client, asked } = await serverOf([EXPERIMENT], {
      env: { MLFLOW_WORKSPACE: 'lab' },
      headers: { 'x-trace': '1' },
    })
    await client.experiments.get('1')
    expect(asked[0]?.headers).toMatchObject({ 'x-mlflow-workspace': 'lab', 'x-trace': '1' })
  })

  test('a proxy is asked instead', async () => {
    const { trackingUri, asked } = await serverOf([EXPERIMENT])
    const client = new Client({ trackingUri: 'http://tracking.example', env: { http_proxy: trackingUri } })
    expect(await client.experiments.get('1')).toMatchObject({ name: 'churn' })
    expect(asked[0]?.url).toBe('http://tracking.example/api/2.0/mlflow/experiments/get?experiment_id=1')
  })
})

test('no more pages are fetched than are wanted', async () => {
  const page = (name: string) => json(200, { experiments: [{ name }, { name }], next_page_token: 'more' })
  const { client, asked } = await serverOf([page('a'), page('b')])
  expect(await client.experiments.search().all(4)).toHaveLength(4)
  expect(asked).toHaveLength(2)
  expect(await client.experiments.search().all(0)).toEqual([])
  expect(asked).toHaveLength(2)
})

test('a file counts as stored when the server says so, not when a page to sign in does', async () => {
  const owner = { artifactUri: 'mlflow-artifacts:/1/r/artifacts', runId: 'r' }
  const { client } = await serverOf([text(200, ''), json(200, {}), text(200, '<html>Sign in</html>')])
  await client.artifacts.write(owner, 'a.txt', 'a')
  await client.artifacts.write(owner, 'a.txt', 'a')
  await expect(client.artifacts.write(owner, 'a.txt', 'a')).rejects.toMatchObject({
    name: 'InvalidResponseError',
  })
})

describe('a file for an object store goes to the address that the server has signed', () => {
  const owner = { artifactUri: 's3://bucket/1/r/artifacts', runId: 'r' }
  const stored = text(200, '')
  /** The server's answer, and then the store's. */
  async function storeOf(answers: Answer[], options: ClientOptions = {}) {
    const store = await serverOf(answers)
    const presigned_url = `${store.trackingUri}/bucket/a%20b.txt?X-Amz-Signature=s%2F1&x=+`
    const server = await serverOf([json(200, { presigned_url, headers: { 'x-amz-acl': 'private' } })], {
      token: 'secret',
      headers: { 'x-own': '1' },
      ...options,
    })
    return { ...store, client: server.client }
  }

  test.each([
    ['503', text(503, '<Error><Code>SlowDown</Code></Error>')],
    ['500', text(500, '')],
    ['a connection that breaks', hangUp],
  ])('again after %s, and without what is for the server only', async (_, answer) => {
    const { client, asked } = await storeOf([answer, stored])
    await client.artifacts.write(owner, 'a b.txt', 'text')
    expect(asked).toHaveLength(2)
    expect(asked[1]).toMatchObject({ method: 'PUT', url: '/bucket/a%20b.txt?X-Amz-Signature=s%2F1&x=+' })
    expect(asked[1]?.headers).toMatchObject({ 'x-amz-acl': 'private', 'content-length': '4' })
    expect(asked[1]?.headers).not.toHaveProperty('authorization')
    expect(asked[1]?.headers).not.toHaveProperty('x-own')
  })

  test.each([
    ['a refusal', text(403, '<Error><Code>AccessDenied</Code></Error>'), 'PermissionDeniedError'],
    ['silence', silence, 'TimeoutError'],
    ['another address', text(307, ''), 'InvalidResponseError'],
  ])('%s is an error of its kind', async (_, answer, name) => {
    const { client } = await storeOf([answer], { maxRetries: 0 })
    const writing = client.artifacts.write(owner, 'a b.txt', 'text', { timeout: 200 })
    await expect(writing).rejects.toMatchObject({ name })
  })

  test('a signal ends it', async () => {
    const { client } = await storeOf([silence])
    const signal = AbortSignal.timeout(100)
    const writing = client.artifacts.write(owner, 'a b.txt', 'text', { signal })
    await expect(writing).rejects.toMatchObject({ name: 'AbortedError' })
  })

  test.each(['', 'file:///etc/passwd', 'nonsense'])('%j is no address', async (presigned_url) => {
    const { client } = await serverOf([json(200, { presigned_url })])
    await expect(client.artifacts.write(owner, 'a b.txt', 'text')).rejects.toMatchObject({
      name: 'InvalidResponseError',
    })
  })
})
