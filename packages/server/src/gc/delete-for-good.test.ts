import { describe, expect, it } from 'vitest'
import { createExperiment, createLoggedModel, createRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase, type TestServer } from '../testing/test-server.ts'
import { openArtifactProxy } from '../transfer/artifact-proxy.ts'
import { collectGarbage } from './collect.ts'

const PATH = '/api/3.0/millrace/delete-for-good'

onEveryDatabase('deleting for good', (server) => {
  it('is refused with a sentence that says how', async () => {
    const run_id = await deletedRun(server)
    const reply = await server.post(PATH, { run_ids: [run_id] })
    expect(reply).toMatchObject({ status: 403, body: { error_code: 'PERMISSION_DENIED' } })
    expect(reply.body.message).toContain('--enable-permanent-delete')
    expect((await server.get('runs/get', { run_id })).status).toBe(200)
  })
})

onEveryDatabase(
  'deleting for good, where that is enabled',
  (server) => {
    it('runs, experiments and models go with their artifacts; a dry run only tells', async () => {
      const run_id = await deletedRun(server)
      const experiment_id = await createExperiment(server)
      succeeded(await server.post('experiments/delete', { experiment_id }))
      const model_id = await createLoggedModel(server)
      succeeded(await server.inject({ method: 'DELETE', url: `/api/2.0/mlflow/logged-models/${model_id}` }))
      const request = { run_ids: [run_id], experiment_ids: [experiment_id], logged_model_ids: [model_id] }
      const deleted = [
        { kind: 'Run', id: run_id },
        { kind: 'Logged model', id: model_id },
        { kind: 'Experiment', id: experiment_id },
      ]
      expect(succeeded(await server.post(PATH, { ...request, dry_run: true }))).toEqual({ deleted })
      expect((await server.get('runs/get', { run_id })).status).toBe(200)
      expect(succeeded(await server.post(PATH, request))).toEqual({ deleted })
      expect((await server.get('runs/get', { run_id })).status).toBe(404)
      expect((await server.get('experiments/get', { experiment_id })).status).toBe(404)
    })

    it('what is active, too young, unknown or not named is refused, and nothing goes', async () => {
      const [deleted, active] = [await deletedRun(server), await createRun(server)]
      const refused = async (body: object) =>
        expect(await server.post(PATH, body)).toMatchObject({ status: 400 })
      await refused({ run_ids: [deleted, active] })
      await refused({ run_ids: [deleted], older_than: 86_400_000 })
      await refused({})
      expect((await server.post(PATH, { run_ids: ['none'] })).status).toBe(404)
      expect((await server.get('runs/get', { run_id: deleted })).status).toBe(200)
    })
  },
  { flags: { enablePermanentDelete: true } },
)

describe('collecting garbage through the artifact proxy', () => {
  onEveryDatabase('of a server', (server) => {
    it('takes the artifacts that only that server can reach', async () => {
      const run_id = await deletedRun(server)
      const { artifact_uri } = succeeded(await server.get('runs/get', { run_id })).run.info
      const url = `/api/2.0/mlflow-artifacts/artifacts/${artifact_uri.replace('mlflow-artifacts:/', '')}/a b.txt`
      succeeded(await server.inject({ method: 'PUT', url: encodeURI(url), payload: 'bytes' }))
      const { port } = await server.listen()
      const proxied = await openArtifactProxy(`http://127.0.0.1:${port}`)
      const request = { now: Date.now(), run_ids: [run_id], experiment_ids: [], logged_model_ids: [] }
      const gone = await Array.fromAsync(collectGarbage({ ...server.running.deps, proxied }, request, false))
      expect(gone).toEqual([{ kind: 'Run', id: run_id }])
      expect((await server.inject({ method: 'GET', url: encodeURI(url) })).status).toBe(404)
    })
  })
})

async function deletedRun(server: TestServer): Promise<string> {
  const run_id = await createRun(server)
  succeeded(await server.post('runs/delete', { run_id }))
  return run_id
}
