import { expect, it } from 'vitest'
import { createRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase, type Reply } from '../testing/test-server.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const API = '/api/2.0/mlflow'

onEveryDatabase('the door of the server', (server) => {
  const essence = ({ status, body, headers }: Reply) => ({
    status,
    body,
    type: String(headers['content-type']).split(';')[0],
    nosniff: headers['x-content-type-options'],
    frame: headers['x-frame-options'],
    origin: headers['access-control-allow-origin'],
  })

  it.each([
    ['GET', '/experiments/get?experiment_id=0', undefined, {}],
    ['GET', '/experiments/get?experiment_id=0', undefined, { origin: 'http://localhost:3000' }],
    ['GET', '/experiments/get?experiment_id=99', undefined, {}],
    ['GET', '/experiments/get', undefined, {}],
    ['POST', '/runs/search', '{"experiment_ids": ["0"]}', JSON_TYPE],
    ['POST', '/runs/search', '{broken', JSON_TYPE],
    ['POST', '/runs/search', '{}', { 'content-type': 'text/plain' }],
    ['POST', '/runs/search', '{}', {}],
    ['POST', '/runs/create', '{"experiment_id": "77"}', JSON_TYPE],
  ] as const)(
    '%s %s answers the same straight and through Fastify (%#)',
    async (method, path, payload, headers) => {
      const straight = await server.raw(method, API + path, { payload, headers })
      const fastify = await server.inject({ method, url: API + path, payload, headers })
      expect(essence(straight)).toEqual(essence(fastify))
    },
  )

  it('writes over a socket are there', async () => {
    const run_id = await createRun(server)
    const payload = JSON.stringify({ run_id, key: 'm', value: 1, timestamp: 1 })
    succeeded(await server.raw('POST', `${API}/runs/log-metric`, { payload, headers: JSON_TYPE }))
    expect((await server.raw('GET', `${API}/runs/get?run_id=${run_id}`)).body.run.data.metrics).toHaveLength(
      1,
    )
  })

  it('a body over the limit is refused and changes nothing, and the server lives', async () => {
    const before = await server.contents()
    const payload = JSON.stringify({ name: 'x'.repeat(64 * 1024 * 1024) })
    for (const path of ['/experiments/create', '/logged-models']) {
      const reply = await server.raw('POST', API + path, { payload, headers: JSON_TYPE })
      expect(reply).toMatchObject({ status: 413, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    }
    expect(await server.contents()).toEqual(before)
    expect((await server.raw('GET', '/health')).text).toBe('OK')
  })

  it.each([
    ['GET', '/nothing', 404],
    ['GET', `${API}/nothing`, 404],
    ['DELETE', `${API}/runs/get`, 405],
    ['GET', `${API}/runs/create`, 405],
  ] as const)('%s %s answers %i in JSON', async (method, path, status) => {
    const reply = await server.raw(method, path)
    expect(reply).toMatchObject({ status, body: { error_code: 'ENDPOINT_NOT_FOUND' } })
  })
})

onEveryDatabase(
  'a server with --static-prefix',
  (server) => {
    it('answers below the prefix only', async () => {
      expect((await server.raw('GET', '/ml/health')).text).toBe('OK')
      expect((await server.raw('GET', `/ml${API}/experiments/get?experiment_id=0`)).status).toBe(200)
      expect((await server.raw('GET', `${API}/experiments/get?experiment_id=0`)).status).toBe(404)
    })
  },
  { flags: { staticPrefix: '/ml' } },
)

onEveryDatabase('a server with the default checks', (server) => {
  const create = (headers: Record<string, string>) =>
    server.raw('POST', `${API}/experiments/create`, {
      payload: '{"name": "foreign"}',
      headers: { ...JSON_TYPE, ...headers },
    })

  it.each([[{ host: 'evil.example' }], [{ host: '10.evil.example' }], [{ origin: 'http://evil.example' }]])(
    '%j may change nothing, on either way in',
    async (headers) => {
      const before = await server.contents()
      expect((await create(headers)).status).toBe(403)
      const upload = await server.raw('PUT', '/api/2.0/mlflow-artifacts/artifacts/x', {
        payload: 'x',
        headers,
      })
      expect(upload.status).toBe(403)
      expect(await server.contents()).toEqual(before)
      expect((await server.raw('GET', '/api/2.0/mlflow-artifacts/artifacts/x')).status).toBe(404)
    },
  )

  it('a preflight is answered for local origins only', async () => {
    const preflight = (origin: string) =>
      server.raw('OPTIONS', `${API}/runs/create`, {
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const local = await preflight('http://localhost:3000')
    expect(local.status).toBe(204)
    expect(local.headers['access-control-allow-origin']).toBe('http://localhost:3000')
    const foreign = await preflight('http://evil.example')
    expect(foreign.status).toBe(400)
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin')
  })
})
