import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { safePath } from '@millrace/artifacts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createExperiment,
  createLoggedModel,
  createRun,
  createRunWith,
  getRun,
  succeeded,
} from '../testing/factories.ts'
import { onEveryDatabase, type TestServer } from '../testing/test-server.ts'
import { openArtifactProxy } from '../transfer/artifact-proxy.ts'
import { TransferError } from '../transfer/store.ts'
import { collectGarbage } from './collect.ts'
import type { GcRequest } from './find-garbage.ts'

const DAY = 86_400_000

async function collect(server: TestServer, request: Partial<GcRequest>, dryRun = false): Promise<string[]> {
  const names: string[] = []
  const all = { now: Date.now(), run_ids: [], experiment_ids: [], logged_model_ids: [], ...request }
  for await (const { kind, id } of collectGarbage(server.running.deps, all, dryRun))
    names.push(`${kind} ${id}`)
  return names
}

const everythingIn = {
  metrics: [{ key: 'm', value: 1, timestamp: 1, step: 1 }],
  params: [{ key: 'p', value: '1' }],
  tags: [{ key: 't', value: '1' }],
}

onEveryDatabase('collecting garbage', (server) => {
  const exists = async (run_id: string) => (await server.get('runs/get', { run_id })).status === 200

  async function deletedRun(): Promise<string> {
    const run_id = await createRunWith(server, {}, everythingIn)
    const dataset = { name: 'd', digest: '1', source_type: 's', source: '{}' }
    const datasets = [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'train' }] }]
    succeeded(await server.post('runs/log-inputs', { run_id, datasets }))
    succeeded(await server.post('runs/delete', { run_id }))
    return run_id
  }

  it('a deleted run goes with all that it holds, its artifacts too', async () => {
    const run_id = await deletedRun()
    const kept = await createRunWith(server, {}, everythingIn)
    const { artifact_uri } = (await getRun(server, run_id)).info
    const url = `/api/2.0/mlflow-artifacts/artifacts/${artifact_uri.replace(/^mlflow-artifacts:\/*/, '')}/a.txt`
    succeeded({ ...(await server.inject({ method: 'PUT', url, payload: 'bytes' })) })
    expect(await collect(server, { run_ids: [run_id] })).toEqual([`Run ${run_id}`])
    expect(await exists(run_id)).toBe(false)
    expect(await exists(kept)).toBe(true)
    expect((await server.inject({ method: 'GET', url })).status).toBe(404)
    const left = JSON.stringify(await server.contents())
    expect(left).not.toContain(run_id)
    expect(left).toContain(kept)
  })

  it('a dry run tells and leaves everything', async () => {
    const run_id = await deletedRun()
    expect(await collect(server, { run_ids: [run_id] }, true)).toEqual([`Run ${run_id}`])
    expect(await exists(run_id)).toBe(true)
  })

  it('what is not deleted, not old enough or not there is refused, and nothing goes', async () => {
    const [deleted, active] = [await deletedRun(), await createRun(server)]
    const experiment = await createExperiment(server)
    const model = await createLoggedModel(server)
    const refused = (request: Partial<GcRequest>) => expect(collect(server, request)).rejects
    await refused({ run_ids: [deleted, active] }).toThrow(/not in `deleted` lifecycle stage/)
    await refused({ run_ids: [deleted], olderThan: DAY }).toThrow(/not older/)
    await refused({ run_ids: [deleted, 'none'] }).toThrow(/not found/)
    await refused({ experiment_ids: [experiment] }).toThrow(/not in `deleted` lifecycle stage/)
    await refused({ logged_model_ids: [model] }).toThrow(/not in `deleted` lifecycle stage/)
    expect(await exists(deleted)).toBe(true)
  })

  it('an experiment takes its runs and models along', async () => {
    const experiment_id = await createExperiment(server)
    const run_id = await createRunWith(server, { experiment_id }, everythingIn)
    const model_id = await createLoggedModel(server, { experiment_id, source_run_id: run_id })
    succeeded(await server.post('experiments/delete', { experiment_id }))
    expect(await collect(server, { experiment_ids: [experiment_id] })).toEqual([
      `Run ${run_id}`,
      `Logged model ${model_id}`,
      `Experiment ${experiment_id}`,
    ])
    expect((await server.get('experiments/get', { experiment_id })).status).toBe(404)
    expect(await exists(run_id)).toBe(false)
    expect((await server.get(`logged-models/${model_id}`)).status).toBe(404)
  })

  it('a deleted model goes by its id; without ids all that is old enough goes', async () => {
    const model_id = await createLoggedModel(server)
    succeeded(await server.inject({ method: 'DELETE', url: `/api/2.0/mlflow/logged-models/${model_id}` }))
    expect(await collect(server, { logged_model_ids: [model_id] })).toEqual([`Logged model ${model_id}`])
    const run_id = await deletedRun()
    const all = { run_ids: undefined, experiment_ids: undefined, logged_model_ids: undefined }
    expect(await collect(server, { ...all, olderThan: DAY }, true)).toEqual([])
    expect(await collect(server, { ...all, now: Date.now() + 2 * DAY, olderThan: DAY })).toContain(
      `Run ${run_id}`,
    )
    expect(await exists(run_id)).toBe(false)
  })
})

describe('a server that keeps the artifacts', () => {
  const proxy = createServer((request, response) => {
    response.writeHead(request.method === 'DELETE' ? 403 : 200).end('no')
  })
  beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)))
  afterAll(() => proxy.close())

  it('refuses to delete them: the collection stops before it deletes rows', async () => {
    const { port } = proxy.address() as AddressInfo
    const proxied = await openArtifactProxy(`http://127.0.0.1:${port}`)
    await expect(proxied.delete(safePath('1/run/artifacts'))).rejects.toThrow(TransferError)
  })

  it('an address that cannot be read is not shown: it may hold a password', async () => {
    for (const address of ['http://u:p#w@h', 'http://u:1#w@h']) {
      const opened = openArtifactProxy(address).catch((error: unknown) => error)
      expect(await opened).toBeInstanceOf(TransferError)
      expect(String(await opened)).not.toMatch(/#w|u:/)
    }
  })
})
