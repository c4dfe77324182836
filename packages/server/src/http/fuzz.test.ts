import type { Field, Message } from '@millrace/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { artifactRoutes } from '../artifacts/routes.ts'
import { datasetRoutes } from '../datasets/routes.ts'
import { evaluationDatasetRoutes } from '../evaluation-datasets/routes.ts'
import { experimentRoutes } from '../experiments/routes.ts'
import { lineageRoutes } from '../lineage/routes.ts'
import { loggedModelRoutes } from '../logged-models/routes.ts'
import { metricRoutes } from '../metrics/routes.ts'
import { promptRoutes } from '../prompts/routes.ts'
import { registryRoutes } from '../registry/routes.ts'
import { runRoutes } from '../runs/routes.ts'
import {
  createExperiment,
  createLoggedModel,
  createRegisteredModel,
  createRun,
  createVersion,
} from '../testing/factories.ts'
import { onEveryDatabase, type TestServer } from '../testing/test-server.ts'
import { webhookRoutes } from '../webhooks/routes.ts'

const ENDPOINTS = [
  ...experimentRoutes,
  ...runRoutes,
  ...metricRoutes,
  ...datasetRoutes,
  ...evaluationDatasetRoutes,
  ...loggedModelRoutes,
  ...artifactRoutes,
  ...webhookRoutes,
  ...registryRoutes,
  ...promptRoutes,
  ...lineageRoutes,
].map(({ endpoint }) => endpoint)

type AnyEndpoint = (typeof ENDPOINTS)[number]

/** What the server says when it did not foresee an error. */
const UNFORESEEN = 'The server failed on this request'

const TIMES = Number(process.env.MILLRACE_FUZZ_RUNS ?? 40)

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e400',
    'NaN',
    '\0',
    '\ud800',
    '../..',
    '%2e%2e',
    "' OR 1=1 --",
    '9223372036854775808',
    'runs:/',
  ),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue(),
)

/** A value of about the field's type, so that some requests get past the decoder, or anything else. */
function fieldValue(field: Field, known: readonly string[], depth: number): fc.Arbitrary<unknown> {
  const single = field.repeated
    ? fc.array(itemOf(field, known, depth), { maxLength: 4 })
    : itemOf(field, known, depth)
  return fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: odd })
}

function itemOf(field: Field, known: readonly string[], depth: number): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'string':
      return fc.oneof(
        fc.constantFrom(...known),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('k', 'metrics.k > 0', 'start_time'),
      )
    case 'bool':
      return fc.boolean()
    case 'int32':
    case 'int64':
      return fc.oneof(fc.nat(100), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
    case 'float':
    case 'double':
      return fc.oneof(fc.double(), fc.constantFrom('NaN', 'Infinity', '-Infinity'))
    case 'enum':
      return fc.constantFrom(...Object.keys(field.values ?? { none: 0 }))
    case 'message':
      return field.message && depth < 3 ? inputOf(field.message(), known, depth + 1) : fc.object()
    default:
      return fc.dictionary(fc.string(), fc.string())
  }
}

function inputOf(
  request: Message<unknown>,
  known: readonly string[],
  depth = 0,
): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(request.fields).map(([name, field]) => [
    name,
    fieldValue(field, known, depth),
  ])
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] })
}

/** JSON with integers of any length, as Python and Java write them. */
function toText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member) =>
      typeof member === 'bigint' ? JSON.rawJSON(String(member)) : member,
    ) ?? 'null'
  )
}

function send(server: TestServer, endpoint: AnyEndpoint, input: unknown, payload: string) {
  const root = endpoint.ajaxOnly ? '/ajax-api/' : '/api/'
  const fields = (input ?? {}) as Record<string, unknown>
  const url = root + endpoint.path.replace(/:(\w+)|\*/g, (_all, name) => encoded(fields[name] ?? 'x'))
  if (endpoint.method !== 'GET') {
    return server.inject({
      method: endpoint.method,
      url,
      payload,
      headers: { 'content-type': 'application/json' },
    })
  }
  const query = Object.entries(fields).map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
  return server.inject({ method: 'GET', url: `${url}?${query.join('&')}` })
}

function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : toText(value)
  return encodeURIComponent(text.toWellFormed()) || 'x'
}

onEveryDatabase('requests of any kind', (server) => {
  it.each(ENDPOINTS.map((endpoint) => [endpoint.method, endpoint.path, endpoint] as const))(
    '%s %s answers whatever it is sent without failing',
    async (_method, _path, endpoint) => {
      const experiment_id = await createExperiment(server)
      const run_id = await createRun(server, { experiment_id })
      const model_id = await createLoggedModel(server, { experiment_id })
      const name = await createRegisteredModel(server)
      const known = [experiment_id, run_id, model_id, name, await createVersion(server, name)]
      await fc.assert(
        fc.asyncProperty(
          fc.oneof({ weight: 4, arbitrary: inputOf(endpoint.request, known) }, { weight: 1, arbitrary: odd }),
          async (input) => {
            const reply = await send(server, endpoint, typeof input === 'object' ? input : {}, toText(input))
            expect(reply.text).not.toContain(UNFORESEEN)
            expect(reply.body).toBeDefined()
          },
        ),
        { numRuns: TIMES },
      )
      expect((await server.get('/health')).text).toBe('OK')
      expect((await server.get('runs/get', { run_id })).status).toBe(200)
    },
  )

  it('bodies that are no JSON are refused as a wrong value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (bytes) => {
        const payload = Buffer.from(bytes)
        const headers = { 'content-type': 'application/json' }
        const reply = await server.inject({
          method: 'POST',
          url: '/api/2.0/mlflow/runs/create',
          payload,
          headers,
        })
        expect(reply.text).not.toContain(UNFORESEEN)
        expect(reply.status).toBe(400)
      }),
    )
  })
})
