import { expect, it } from 'vitest'
import {
  byKey,
  createExperiment,
  createLoggedModel,
  createRun,
  getRun,
  succeeded,
  uniqueName,
} from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('experiments', (server) => {
  const get = async (experiment_id: string): Promise<Json> =>
    succeeded(await server.get('experiments/get', { experiment_id })).experiment

  it('a new server has the experiment Default with id 0', async () => {
    expect(await get('0')).toMatchObject({ name: 'Default', lifecycle_stage: 'active', workspace: 'default' })
  })

  it('a new experiment is found by id and by name, with its tags and a location made of its id', async () => {
    const name = uniqueName()
    const id = await createExperiment(server, { name, tags: [{ key: 'team', value: 'кредити 🏦' }] })
    const experiment = await get(id)
    expect(experiment).toEqual({
      experiment_id: id,
      name,
      artifact_location: `mlflow-artifacts:/${id}`,
      lifecycle_stage: 'active',
      creation_time: expect.any(Number),
      last_update_time: experiment.creation_time,
      tags: [{ key: 'team', value: 'кредити 🏦' }],
      workspace: 'default',
    })
    const byName = await server.get('experiments/get-by-name', { experiment_name: name })
    expect(byName.body.experiment).toEqual(experiment)
  })

  // PostgreSQL says that it cannot hold them, the others that there is none.
  it.each(['3000000000', '870111636288719378'])(
    'an id as file stores have is no fault of ours (%s)',
    async (id) => {
      const replies = [
        await server.get('experiments/get', { experiment_id: id }),
        await server.post('runs/search', { experiment_ids: [id] }),
        await server.post('runs/search', { experiment_ids: [id, '0'] }),
        await server.post('logged-models/search', { experiment_ids: [id] }),
      ]
      expect(Math.max(...replies.map(({ status }) => status))).toBeLessThan(500)
    },
  )

  it('a location of the caller is kept as given', async () => {
    const id = await createExperiment(server, { artifact_location: 's3://bucket/some where' })
    expect((await get(id)).artifact_location).toBe('s3://bucket/some where')
  })

  it.each([
    ['./rel', `${process.cwd()}/rel`, `${process.cwd()}/rel/RUN/artifacts`],
    ['file:rel', `file://${process.cwd()}/rel`, `file://${process.cwd()}/rel/RUN/artifacts`],
    ['s3://b/p?x=1', 's3://b/p?x=1', 's3://b/p/RUN/artifacts?x=1'],
    ['/abs/', '/abs/', '/abs/RUN/artifacts'],
  ])('the location %s is stored as %s, and a run goes to %s', async (artifact_location, stored, ofRun) => {
    const experiment_id = await createExperiment(server, { artifact_location })
    expect((await get(experiment_id)).artifact_location).toBe(stored)
    const run_id = await createRun(server, { experiment_id })
    expect((await getRun(server, run_id)).info.artifact_uri).toBe(ofRun.replace('RUN', run_id))
    const model_id = await createLoggedModel(server, { experiment_id })
    const { model } = succeeded(await server.get(`logged-models/${model_id}`))
    expect(model.info.artifact_uri).toBe(ofRun.replace('RUN', `models/${model_id}`))
  })

  it.each(['s3://b/x;y', 's3://b/x#', 's3://b/x?a=b', 'file:///a;b', 'a;b/c'])(
    'the location %s is kept',
    async (location) => {
      const id = await createExperiment(server, { artifact_location: location })
      expect((await server.get('experiments/get', { experiment_id: id })).status).toBe(200)
    },
  )

  it('a tag given twice is refused, the experiment with it', async () => {
    const before = await server.contents()
    const tags = [
      { key: 'k', value: '1' },
      { key: 'k', value: '2' },
    ]
    expect((await server.post('experiments/create', { name: uniqueName(), tags })).status).toBe(400)
    expect(await server.contents()).toEqual(before)
  })

  it('a name that is taken is refused, also by a deleted experiment', async () => {
    const name = uniqueName()
    const experiment_id = await createExperiment(server, { name })
    const again = await server.post('experiments/create', { name })
    expect(again).toMatchObject({ status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } })
    succeeded(await server.post('experiments/delete', { experiment_id }))
    expect((await server.post('experiments/create', { name })).body.error_code).toBe(
      'RESOURCE_ALREADY_EXISTS',
    )
  })

  it('renaming changes the name and the time of the last update', async () => {
    const experiment_id = await createExperiment(server)
    const before = await get(experiment_id)
    const new_name = uniqueName('renamed')
    succeeded(await server.post('experiments/update', { experiment_id, new_name }))
    const after = await get(experiment_id)
    expect(after.name).toBe(new_name)
    expect(after.last_update_time).toBeGreaterThanOrEqual(before.last_update_time)
    expect(after.creation_time).toBe(before.creation_time)
  })

  it('deleting takes the runs along, restoring brings them back', async () => {
    const experiment_id = await createExperiment(server)
    const run_id = await createRun(server, { experiment_id })
    succeeded(await server.post('experiments/delete', { experiment_id }))
    expect((await get(experiment_id)).lifecycle_stage).toBe('deleted')
    expect((await getRun(server, run_id)).info.lifecycle_stage).toBe('deleted')
    succeeded(await server.post('experiments/restore', { experiment_id }))
    expect((await get(experiment_id)).lifecycle_stage).toBe('active')
    expect((await getRun(server, run_id)).info.lifecycle_stage).toBe('active')
  })

  it('a tag is set, replaced and deleted', async () => {
    const experiment_id = await createExperiment(server)
    for (const value of ['one', 'two']) {
      succeeded(await server.post('experiments/set-experiment-tag', { experiment_id, key: 'k', value }))
    }
    expect(byKey((await get(experiment_id)).tags)).toEqual({ k: 'two' })
    succeeded(await server.post('experiments/delete-experiment-tag', { experiment_id, key: 'k' }))
    expect(await get(experiment_id)).not.toHaveProperty('tags')
    const again = await server.post('experiments/delete-experiment-tag', { experiment_id, key: 'k' })
    expect(again).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
  })

  it('a deleted experiment takes no tags, no runs, no new name and is not deleted twice', async () => {
    const experiment_id = await createExperiment(server)
    succeeded(await server.post('experiments/delete', { experiment_id }))
    const before = await server.contents()
    const calls: [path: string, body: object, error_code: string][] = [
      ['experiments/set-experiment-tag', { key: 'k', value: 'v' }, 'INVALID_PARAMETER_VALUE'],
      ['runs/create', {}, 'INVALID_PARAMETER_VALUE'],
      ['experiments/update', { new_name: uniqueName() }, 'INVALID_STATE'],
      ['experiments/delete', {}, 'RESOURCE_DOES_NOT_EXIST'],
    ]
    for (const [path, body, error_code] of calls) {
      const reply = await server.post(path, { experiment_id, ...body })
      expect([path, reply.body.error_code]).toEqual([path, error_code])
    }
    expect(await server.contents()).toEqual(before)
  })

  it.each([
    ['experiments/create', {}, "Missing value for required parameter 'name'"],
    ['experiments/create', { name: '' }, "Missing value for required parameter 'name'"],
    ['experiments/create', { name: 5 }, "Invalid value 5 for parameter 'name'"],
    ['experiments/create', { name: ['a'] }, 'Invalid value ["a"] for parameter \'name\''],
    ['experiments/create', { name: 'x'.repeat(501) }, "'name' exceeds the maximum length of 500 characters"],
    ['experiments/create', { name: 'n-nul\0' }, 'NUL'],
    ['experiments/create', { name: 'n-lone\ud800' }, 'Unicode'],
    ['experiments/create', { name: 'runs', artifact_location: 'runs:/a/b' }, 'runs:/ URI'],
    ['experiments/create', { name: 'loc', artifact_location: './a#b' }, 'fragments or params'],
    ['experiments/create', { name: 'loc', artifact_location: '/tmp/a;b' }, 'fragments or params'],
    ['experiments/create', { name: 'loc', artifact_location: 'http://h/x;y?z' }, 'fragments or params'],
    ['experiments/create', { name: 'loc', artifact_location: 'runs:a' }, 'runs:/ URI'],
    ['experiments/create', { name: 'loc', artifact_location: 's3://b/p?x=../y' }, 'Invalid query string'],
    ['experiments/create', { name: 'loc', artifact_location: '/abs?%252e.' }, 'Invalid query string'],
    ['experiments/create', { name: 'loc', artifact_location: `/abs?%${'25'.repeat(20)}2e` }, 'Invalid query'],
    ['experiments/create', { name: 'loc', artifact_location: 'http://a/b' }, "cannot use the 'http' scheme"],
    ['experiments/create', { name: 'loc', artifact_location: 'SFTP://a/b' }, "cannot use the 'sftp' scheme"],
    ['experiments/create', { name: 'loc', artifact_location: 'abfss://f@a.b/c' }, "use the 'abfss' scheme"],
    ['experiments/create', { name: 'loc', artifact_location: 'mlflow-artifacts://h:1/x' }, 'cannot use the'],
    ['experiments/create', { name: 'loc', artifact_location: 'file://host/x' }, 'not a valid remote uri'],
    [
      'experiments/create',
      { name: 'loc', artifact_location: `/${'x'.repeat(2048)}` },
      'than 2048 characters',
    ],
    ['experiments/create', { name: 'tags', tags: 'k' }, "for parameter 'tags'"],
    ['experiments/create', { name: 'tags', tags: [{ key: 'k', value: 1 }] }, 'tags[0].value'],
    ['experiments/update', { experiment_id: 0, new_name: 'x' }, "for parameter 'experiment_id'"],
    ['experiments/update', { experiment_id: 'zero', new_name: 'x' }, "Invalid experiment ID 'zero'"],
    ['experiments/set-experiment-tag', { experiment_id: '0', key: '../k', value: 'v' }, "parameter 'key'"],
    [
      'experiments/set-experiment-tag',
      { experiment_id: '0', key: 'k', value: 'v'.repeat(20_001) },
      '20000 characters',
    ],
  ])('%s refuses what is wrong and changes nothing (%#)', async (path, body, message) => {
    const before = await server.contents()
    const reply = await server.post(path, body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain(message)
    expect(await server.contents()).toEqual(before)
  })

  it.each([
    ['GET', 'experiments/get?experiment_id=987654321'],
    ['GET', 'experiments/get-by-name?experiment_name=nobody'],
    ['POST', 'experiments/delete'],
    ['POST', 'experiments/restore'],
    ['POST', 'experiments/update'],
    ['POST', 'experiments/set-experiment-tag'],
  ] as const)('%s %s of no experiment answers 404', async (method, path) => {
    const body = { experiment_id: '987654321', new_name: 'n', key: 'k', value: 'v' }
    const reply = method === 'GET' ? await server.get(path) : await server.post(path, body)
    expect(reply).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
  })

  it('the paths of the page and of 1.x clients answer the same', async () => {
    const experiment_id = await createExperiment(server)
    const experiment = await get(experiment_id)
    for (const root of ['ajax-api/2.0/mlflow', 'api/2.0/preview/mlflow', 'ajax-api/2.0/preview/mlflow']) {
      const reply = await server.get(`/${root}/experiments/get`, { experiment_id })
      expect([root, reply.body.experiment]).toEqual([root, experiment])
    }
  })
})
