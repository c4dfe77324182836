import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  createExperiment,
  createLoggedModel,
  createRegisteredModel,
  createRun,
  createVersion,
  getRun,
  succeeded,
  uniqueName,
} from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const tag = (key: string, value: string) => ({ key, value })

onEveryDatabase('lineage', (server) => {
  const ask = (query: Record<string, string>) =>
    server.inject({ method: 'GET', url: '/ajax-api/3.0/millrace/lineage', query })
  const origin = async (query: Record<string, string>): Promise<Json> => succeeded(await ask(query))
  const versionsFrom = async (query: Record<string, string>): Promise<string[]> => {
    const { model_versions = [] } = succeeded(await ask(query))
    return model_versions.map(({ name, version }: Json) => `${name}/${version}`)
  }
  const readDataset = async (run_id: string, name: string, digest = 'd1') =>
    succeeded(
      await server.post('runs/log-inputs', {
        run_id,
        datasets: [
          {
            dataset: { name, digest, source_type: 'http', source: '{"url": "https://data.example"}' },
            tags: [tag('mlflow.data.context', 'training')],
          },
        ],
      }),
    )

  /** A sweep with one run that read a data set and made a model, which is registered and copied. */
  async function story() {
    const experiment_id = await createExperiment(server)
    const sweep = await createRun(server, { experiment_id, run_name: 'sweep' })
    const run_id = await createRun(server, {
      experiment_id,
      run_name: 'fit',
      tags: [
        tag('mlflow.parentRunId', sweep),
        tag('mlflow.source.git.commit', 'c0ffee'),
        tag('mlflow.source.name', 'train.py'),
      ],
    })
    const dataset = uniqueName('loans')
    await readDataset(run_id, dataset)
    const model_id = await createLoggedModel(server, {
      experiment_id,
      source_run_id: run_id,
      tags: [tag('mlflow.git.branch', 'main'), tag('mlflow.git.commit', 'older')],
    })
    const name = await createRegisteredModel(server)
    await createVersion(server, name, { source: `models:/${model_id}`, model_id })
    const copy = await createRegisteredModel(server)
    await createVersion(server, copy, { source: `models:/${name}/1` })
    return { experiment_id, sweep, run_id, dataset, model_id, name, copy }
  }

  it('a version leads back to its logged model, run, data, code and the runs above', async () => {
    const { sweep, run_id, dataset, model_id, name } = await story()
    const found = await origin({ name, version: '1' })
    expect(found).toMatchObject({
      model_version: { name, version: '1', run_id },
      logged_model: { info: { model_id } },
      parent_runs: [{ run_id: sweep, run_name: 'sweep' }],
      datasets: [{ name: dataset, digest: 'd1', source_type: 'http', context: 'training' }],
      code: { commit: 'c0ffee', branch: 'main', source_name: 'train.py' },
    })
    expect(found.run).toEqual(await getRun(server, run_id))
    expect(found).not.toHaveProperty('environment')
    expect(found).not.toHaveProperty('copied_from')
  })

  it('a copy, asked for by its alias, leads to the same', async () => {
    const { run_id, model_id, name, copy } = await story()
    succeeded(await server.post('registered-models/alias', { name: copy, alias: 'champion', version: '1' }))
    expect(await origin({ name: copy, alias: 'champion' })).toMatchObject({
      copied_from: [{ name, version: '1' }],
      logged_model: { info: { model_id } },
      run: { info: { run_id } },
    })
  })

  it('a version of which nothing is known leads nowhere', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    expect(Object.keys(await origin({ name, version: '1' }))).toEqual(['model_version'])
  })

  it('the files that describe the environment are shown', async () => {
    const run_id = await createRun(server)
    const root: string = (await getRun(server, run_id)).info.artifact_uri
    const folder = join(server.folder, 'artifacts', root.replace('mlflow-artifacts:/', ''), 'model')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'requirements.txt'), 'scikit-learn==1.9.1\n')
    const name = await createRegisteredModel(server)
    await createVersion(server, name, { source: `${root}/model`, run_id })
    expect((await origin({ name, version: '1' })).environment).toEqual({
      'requirements.txt': 'scikit-learn==1.9.1\n',
    })
  })

  it('a run, the run above it and its data set lead to every version that came of them', async () => {
    const { sweep, run_id, dataset, name, copy } = await story()
    const versions = [`${name}/1`, `${copy}/1`].sort()
    const questions: Record<string, string>[] = [{ run_id }, { run_id: sweep }, { dataset_name: dataset }]
    for (const query of questions) {
      expect(await versionsFrom(query)).toEqual(versions)
    }
    expect(await versionsFrom({ dataset_name: dataset, dataset_digest: 'd1' })).toEqual(versions)
    expect((await ask({ dataset_name: dataset, dataset_digest: 'other' })).status).toBe(404)
    succeeded(await server.send('DELETE', 'model-versions/delete', { name: copy, version: '1' }))
    expect(await versionsFrom({ run_id })).toEqual([`${name}/1`])
  })

  it('a model that another run read leads on to what that one made', async () => {
    const { experiment_id, run_id, model_id, dataset, name, copy } = await story()
    const tuning = await createRun(server, { experiment_id })
    succeeded(await server.post('runs/log-inputs', { run_id: tuning, models: [{ model_id }] }))
    const tuned = await createRegisteredModel(server)
    await createVersion(server, tuned, { run_id: tuning })
    const versions = [`${name}/1`, `${copy}/1`, `${tuned}/1`].sort()
    expect(await versionsFrom({ run_id })).toEqual(versions)
    expect(await versionsFrom({ dataset_name: dataset })).toEqual(versions)
    expect((await origin({ name: tuned, version: '1' })).input_models).toEqual([model_id])
  })

  it('runs that name each other as parents end the search', async () => {
    const one = await createRun(server)
    const other = await createRun(server, { tags: [tag('mlflow.parentRunId', one)] })
    succeeded(await server.post('runs/set-tag', { run_id: one, key: 'mlflow.parentRunId', value: other }))
    const name = await createRegisteredModel(server)
    await createVersion(server, name, { run_id: other })
    expect(await versionsFrom({ run_id: one })).toEqual([`${name}/1`])
    const { parent_runs } = await origin({ name, version: '1' })
    expect(parent_runs.map((parent: Json) => parent.run_id)).toEqual([one, other])
  })

  it('versions come in pages', async () => {
    const run_id = await createRun(server)
    const name = await createRegisteredModel(server)
    for (let i = 0; i < 3; i++) await createVersion(server, name, { run_id })
    const first = succeeded(await ask({ run_id, max_results: '2' }))
    const rest = succeeded(await ask({ run_id, max_results: '2', page_token: first.next_page_token }))
    expect([...first.model_versions, ...rest.model_versions].map((v: Json) => v.version)).toEqual([
      '3',
      '2',
      '1',
    ])
    expect(rest).not.toHaveProperty('next_page_token')
  })

  it.each([
    [{}, 400, "Give one of 'name', 'run_id' and 'dataset_name'."],
    [{ name: 'a', run_id: 'b' }, 400, 'Give one of'],
    [{ name: 'a' }, 400, "Give either 'version' or 'alias' with 'name'."],
    [{ name: 'nobody', version: '1' }, 404, 'Model Version (name=nobody, version=1) not found'],
    [{ name: 'nobody', alias: 'x' }, 404, 'Registered Model with name=nobody not found'],
    [{ run_id: 'nobody' }, 404, 'Run with id=nobody not found'],
    [{ dataset_name: 'nobody' }, 404, "No run has read a data set named 'nobody'."],
  ])('%j is refused', async (query, status, message) => {
    const reply = await ask(query as Record<string, string>)
    expect([reply.status, reply.body.message]).toEqual([status, expect.stringContaining(message)])
  })
})
