import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DeployClient, getDeployClient } from './index.ts'

interface Call {
  readonly method: string | undefined
  readonly path: string
  readonly token: string | undefined
  readonly client: string | string[] | undefined
  readonly body: unknown
}

interface Endpoint {
  name: string
  config: unknown
  state: { ready: string; config_update: string }
}

/**
 * Those calls of a workspace that the target makes, answered as Databricks' reference of its REST API says; paths, header and
 * bodies of endpoints were seen on what `mlflow.deployments` of MLflow 3.17.2 sends. No workspace can be had here, so none has
 * been asked.
 */
const calls: Call[] = []
const endpoints = new Map<string, Endpoint>()
let failing = false
const workspace = createServer(async (request, response) => {
  const { method, url: path = '', headers } = request
  const body = method === 'POST' || method === 'PUT' ? await json(request) : undefined
  calls.push({
    ...{ method, path, body },
    token: headers.authorization,
    client: headers['x-databricks-endpoints-api-client'],
  })
  const answer = answerTo(method, path, body as { name?: string })
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer ?? { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no endpoint' }))
})

function answerTo(method = '', path: string, body?: { name?: string; config?: unknown }): object | undefined {
  if (path.startsWith('/api/2.0/mlflow/registered-models/alias')) {
    return { model_version: { name: 'main.ml.credit', version: '7' } }
  }
  if (path.endsWith('/invocations')) return { predictions: [0.5] }
  const [, name, part] = /^\/api\/2\.0\/serving-endpoints(?:\/([^/]+))?(?:\/(.+))?$/.exec(path) ?? []
  if (name === undefined) {
    if (method === 'GET') return { endpoints: [...endpoints.values()] }
    return kept(body?.name ?? '', body?.config)
  }
  const found = endpoints.get(name)
  if (!found) return undefined
  if (method === 'DELETE') endpoints.delete(name)
  if (part === 'config') return kept(name, body)
  return part === 'rate-limits' ? body : found
}

function kept(name: string, config: unknown): Endpoint {
  const state = { ready: 'READY', config_update: failing ? 'UPDATE_FAILED' : 'NOT_UPDATING' }
  const endpoint = { name, config, state }
  endpoints.set(name, endpoint)
  return endpoint
}

let env: Record<string, string>
let client: DeployClient
beforeAll(async () => {
  workspace.listen(0, '127.0.0.1')
  await once(workspace, 'listening')
  const host = `http://127.0.0.1:${(workspace.address() as AddressInfo).port}`
  env = { DATABRICKS_HOST: host, DATABRICKS_TOKEN: 'tok', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }
  client = await getDeployClient('databricks', { env })
})
beforeEach(() => {
  calls.length = 0
  endpoints.clear()
  failing = false
})
afterAll(async () => {
  await client.close()
  workspace.close()
  workspace.closeAllConnections()
})

const changes = () => calls.filter(({ method }) => method !== 'GET')
const URI = 'models:/main.ml.credit/3'

describe("the target databricks, on the reference of Databricks' REST API", () => {
  test('a deployment is an endpoint that serves one version', async () => {
    const config = { environment_vars: '{"KEY": "{{secrets/a/b}}"}', tags: { team: 'ml' } }
    expect(await client.createDeployment('credit', URI, { config })).toEqual({
      name: 'credit',
      flavor: 'python_function',
    })
    expect(changes()).toEqual([
      {
        method: 'POST',
        path: '/api/2.0/serving-endpoints',
        token: 'Bearer tok',
        client: 'Databricks Deployment Client',
        body: {
          name: 'credit',
          config: {
            served_entities: [
              {
                entity_name: 'main.ml.credit',
                entity_version: '3',
                workload_size: 'Small',
                environment_vars: { KEY: '{{secrets/a/b}}' },
                scale_to_zero_enabled: true,
              },
            ],
          },
          tags: [{ key: 'team', value: 'ml' }],
        },
      },
    ])
    await expect(client.createDeployment('credit', URI)).rejects.toThrow(
      'exists already on the target databricks',
    )
    expect(await client.predict('credit', { inputs: [1] })).toEqual({ predictions: [0.5] })
    expect(changes().at(-1)).toMatchObject({
      path: '/serving-endpoints/credit/invocations',
      body: { inputs: [1] },
    })

    const modelUri = 'models:/main.ml.credit@champion'
    await client.updateDeployment('credit', { modelUri, config: { workload_size: 'Large' } })
    expect(changes().at(-1)).toMatchObject({
      method: 'PUT',
      path: '/api/2.0/serving-endpoints/credit/config',
      body: { served_entities: [{ entity_version: '7', workload_size: 'Large' }] },
    })
    expect(await client.listDeployments()).toMatchObject([{ name: 'credit', state: { ready: 'READY' } }])
    expect(await client.getDeployment('credit')).toMatchObject({ name: 'credit' })
    await client.deleteDeployment('credit')
    expect(changes().at(-1)).toMatchObject({ method: 'DELETE', path: '/api/2.0/serving-endpoints/credit' })
    expect(await client.listDeployments()).toEqual([])
  })

  test('endpoints are what their requests say', async () => {
    const config = {
      config: '{"served_entities": [{"external_model": {"name": "gpt-4"}}]}',
      route_optimized: 'true',
    }
    expect(await client.createEndpoint('chat', config)).toMatchObject({ name: 'chat' })
    expect(changes()[0]?.body).toEqual({
      name: 'chat',
      config: { served_entities: [{ external_model: { name: 'gpt-4' } }] },
      route_optimized: true,
    })
    await client.updateEndpoint('chat', {
      rate_limits: [{ calls: 10, key: 'endpoint', renewal_period: 'minute' }],
    })
    expect(changes().at(-1)?.path).toBe('/api/2.0/serving-endpoints/chat/rate-limits')
    await client.updateEndpoint('chat', { served_entities: '[]' })
    expect(changes().at(-1)).toMatchObject({
      path: '/api/2.0/serving-endpoints/chat/config',
      body: { served_entities: [] },
    })
    expect(await client.getEndpoint('chat')).toMatchObject({ name: 'chat' })
    expect(await client.listEndpoints()).toHaveLength(1)
    await client.deleteEndpoint('chat')
    await expect(client.getEndpoint('chat')).rejects.toThrow('no endpoint')
  })

  test('a dry run sends nothing, and shows no value that may be a secret', async () => {
    const told: string[] = []
    const dry = await getDeployClient('databricks', { env, dryRun: (would) => told.push(would) })
    await dry.createDeployment('credit', URI, {
      config: { environment_vars: { KEY: '{{secrets/a/b}}', PLAIN: 'hush' } },
    })
    await dry.deleteEndpoint('credit')
    expect(told[0]).toMatch(/^POST \/api\/2\.0\/serving-endpoints\n\{/)
    expect(told[0]).toContain('{{secrets/a/b}}')
    expect(told[0]).not.toContain('hush')
    expect(told[1]).toBe('DELETE /api/2.0/serving-endpoints/credit')
    expect(calls).toEqual([])
    await dry.close()
  })

  test('an update that Databricks fails at', async () => {
    failing = true
    await expect(client.createDeployment('credit', URI)).rejects.toThrow(
      'Databricks could not deploy credit: {"ready":"READY","config_update":"UPDATE_FAILED"}',
    )
  })

  test.each([
    [
      'a model that is not registered',
      () => client.createDeployment('x', './model'),
      /serves models of its registry/,
    ],
    [
      'another flavor',
      () => client.createDeployment('x', URI, { flavor: 'onnx' }),
      /as python_function, not as 'onnx'/,
    ],
    ['a bad name', () => client.createDeployment('a/b', URI), /Invalid deployment name 'a\/b'/],
    [
      'a bad setting',
      () => client.createDeployment('x', URI, { config: { workload_size: 'Huge' } }),
      /must be one of Small, Medium, Large; 'Huge' is not/,
    ],
    [
      'an update of nothing',
      () => client.updateDeployment('none', { modelUri: URI }),
      /no deployment named 'none'/,
    ],
    ['an update without a model', () => client.updateDeployment('x'), /needs the URI of a model/],
    ['a deletion of nothing', () => client.deleteDeployment('none'), /no deployment named 'none'/],
    ['an empty update', () => client.updateEndpoint('x'), /Give what is to be changed/],
    ['two names', () => client.createEndpoint('x', { name: 'y' }), /Name mismatch/],
  ])('%s is refused', async (_, asked, words) => {
    await expect(asked()).rejects.toThrow(words)
    expect(changes()).toEqual([])
  })

  test('a workspace that is not known', async () => {
    const nobody = { DATABRICKS_CONFIG_FILE: '/nowhere' }
    await expect(getDeployClient('databricks', { env: nobody })).rejects.toThrow(
      /No host of Databricks is known: set DATABRICKS_HOST/,
    )
  })
})
