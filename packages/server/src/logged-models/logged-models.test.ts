import { expect, it } from 'vitest'
import {
  byKey,
  createExperiment,
  createLoggedModel,
  createRun,
  succeeded,
  uniqueName,
} from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'
import { findModelOfAnyStage } from './get.ts'
import { toModels } from './rows.ts'

onEveryDatabase('logged models', (server) => {
  const get = async (model_id: string): Promise<Json> =>
    succeeded(await server.get(`logged-models/${model_id}`)).model

  it('a new model is pending and found as it was answered', async () => {
    const experiment_id = await createExperiment(server)
    const source_run_id = await createRun(server, { experiment_id })
    const { model } = succeeded(
      await server.post('logged-models', {
        experiment_id,
        name: 'скоринг 🏦',
        model_type: 'sklearn',
        source_run_id,
        params: [{ key: 'depth', value: '3' }],
        tags: [{ key: 'team', value: 'risk' }],
      }),
    )
    const { model_id } = model.info
    expect(model_id).toMatch(/^m-[0-9a-f]{32}$/)
    expect(model).toMatchObject({
      info: {
        experiment_id,
        name: 'скоринг 🏦',
        artifact_uri: `mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts`,
        status: 'LOGGED_MODEL_PENDING',
        model_type: 'sklearn',
        source_run_id,
        tags: [{ key: 'team', value: 'risk' }],
      },
      data: { params: [{ key: 'depth', value: '3' }] },
    })
    expect(await get(model_id)).toEqual(model)
  })

  it('a model without a name gets one', async () => {
    expect((await get(await createLoggedModel(server))).info.name).toMatch(/^[a-z]+-[a-z]+-\d+/)
  })

  it.each([
    ['LOGGED_MODEL_READY', 'LOGGED_MODEL_READY'],
    ['LOGGED_MODEL_UPLOAD_FAILED', 'LOGGED_MODEL_UPLOAD_FAILED'],
    [2, 'LOGGED_MODEL_READY'],
  ])('finalizing with %j makes it %s', async (status, expected) => {
    const model_id = await createLoggedModel(server)
    const { model } = succeeded(await server.send('PATCH', `logged-models/${model_id}`, { model_id, status }))
    expect(model.info.status).toBe(expected)
    expect(await get(model_id)).toEqual(model)
  })

  it('params are added and never changed', async () => {
    const model_id = await createLoggedModel(server, { params: [{ key: 'a', value: '1' }] })
    const add = (params: object[]) => server.post(`logged-models/${model_id}/params`, { model_id, params })
    succeeded(await add([{ key: 'b', value: '2' }]))
    expect(byKey((await get(model_id)).data.params)).toEqual({ a: '1', b: '2' })
    const before = await server.contents()
    succeeded(await add([{ key: 'a', value: '1' }]))
    const changed = await add([
      { key: 'c', value: '3' },
      { key: 'a', value: 'other' },
    ])
    expect(changed).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(await server.contents()).toEqual(before)
  })

  // To a folder `a` cannot be a file and a folder, nor is every key the name of one.
  const isFolder = server.kind === 'filestore'

  it.skipIf(isFolder)('tags are set, replaced and deleted', async () => {
    const model_id = await createLoggedModel(server, { tags: [{ key: 'a', value: '1' }] })
    const tags = [
      { key: 'a', value: '2' },
      { key: 'a/b c', value: '3' },
    ]
    succeeded(await server.send('PATCH', `logged-models/${model_id}/tags`, { model_id, tags }))
    expect(byKey((await get(model_id)).info.tags)).toEqual({ a: '2', 'a/b c': '3' })
    const remove = () =>
      server.inject({ method: 'DELETE', url: `/api/2.0/mlflow/logged-models/${model_id}/tags/a` })
    succeeded(await remove())
    expect(byKey((await get(model_id)).info.tags)).toEqual({ 'a/b c': '3' })
    expect(await remove()).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
  })

  it('a deleted model is gone', async () => {
    const experiment_id = await createExperiment(server)
    const model_id = await createLoggedModel(server, { experiment_id })
    const url = `/api/2.0/mlflow/logged-models/${model_id}`
    succeeded(await server.inject({ method: 'DELETE', url }))
    expect(await server.inject({ method: 'GET', url })).toMatchObject({ status: 404 })
    expect(succeeded(await server.post('logged-models/search', { experiment_ids: [experiment_id] }))).toEqual(
      {},
    )
  })

  it('writes to a deleted model are no error, so that they can be sent again', async () => {
    const model_id = await createLoggedModel(server)
    const url = `logged-models/${model_id}`
    for (let i = 0; i < 2; i++)
      succeeded(await server.inject({ method: 'DELETE', url: `/api/2.0/mlflow/${url}` }))
    const pairs = [{ key: 'k', value: 'v' }]
    succeeded(await server.send('PATCH', url, { model_id, status: 'LOGGED_MODEL_READY' }))
    succeeded(await server.post(`${url}/params`, { model_id, params: pairs }))
    succeeded(await server.send('PATCH', `${url}/tags`, { model_id, tags: pairs }))
    expect(await server.get(url)).toMatchObject({ status: 404 })
  })

  const anyKeys = isFolder ? ['a#b', 'k'.repeat(250)] : ['', '../k', 'a#b', 'k'.repeat(250)]
  it.each(anyKeys)('a param and a tag may have any key (%#)', async (key) => {
    const pairs = [{ key, value: 'v'.repeat(9000) }]
    const model = await get(await createLoggedModel(server, { name: '', params: pairs, tags: pairs }))
    expect(model.data.params).toEqual(pairs)
    expect(model.info.tags).toEqual(pairs)
  })

  it.each(['params', 'tags'])(
    'creating with one of the %s given twice is refused and changes nothing',
    async (list) => {
      const before = await server.contents()
      const pairs = [
        { key: 'k', value: '1' },
        { key: 'k', value: '2' },
      ]
      const reply = await server.post('logged-models', { experiment_id: '0', [list]: pairs })
      expect(reply.status).toBe(400)
      expect(await server.contents()).toEqual(before)
    },
  )

  it.each([
    [{ name: 'a/b' }, 'Invalid model name'],
    [{ name: 'a:b' }, 'Invalid model name'],
    [{ name: 5 }, "parameter 'name'"],
    [{ params: [{ key: 'k', value: 5 }] }, 'params[0].value'],
    [{ tags: [{ key: 'k', value: 'a\0' }] }, 'NUL'],
    [{ experiment_id: '' }, "Missing value for required parameter 'experiment_id'"],
    [{ experiment_id: 'none' }, 'Invalid experiment ID'],
  ])('creating refuses what is wrong and changes nothing (%#)', async (fields, message) => {
    const before = await server.contents()
    const reply = await server.post('logged-models', { experiment_id: '0', ...fields })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain(message)
    expect(await server.contents()).toEqual(before)
  })

  it('finalizing needs a status', async () => {
    const model_id = await createLoggedModel(server)
    const reply = await server.send('PATCH', `logged-models/${model_id}`, { model_id })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/params'],
    ['PATCH', '/tags'],
    ['DELETE', '/tags/a'],
    ['GET', '/artifacts/directories'],
  ] as const)('%s %s of no model answers 404', async (method, rest) => {
    const path = `logged-models/m-none${rest}`
    const body = { model_id: 'm-none', status: 'LOGGED_MODEL_READY', params: [], tags: [] }
    const reply = method === 'GET' ? await server.get(path) : await server.send(method, path, body)
    expect(reply).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
  })

  it('a search filters, orders and pages', async () => {
    const experiment_id = await createExperiment(server)
    for (const name of ['a', 'b', 'c']) {
      await createLoggedModel(server, { experiment_id, name, params: [{ key: 'p', value: name }] })
    }
    const search = async (fields: object) =>
      succeeded(await server.post('logged-models/search', { experiment_ids: [experiment_id], ...fields }))
    const names = (models: Json[] = []) => models.map((model) => model.info.name).join('')
    const order_by = [{ field_name: 'name', ascending: true }]

    expect(names((await search({ filter: "name = 'b'" })).models)).toBe('b')
    expect(names((await search({ filter: "params.p != 'b'", order_by })).models)).toBe('ac')
    const first = await search({ order_by, max_results: 2 })
    expect(names(first.models)).toBe('ab')
    const second = await search({ order_by, max_results: 2, page_token: first.next_page_token })
    expect(names(second.models)).toBe('c')
    expect(second).not.toHaveProperty('next_page_token')
    const elsewhere = Array.from({ length: 40_000 }, (_, i) => String(1_000_000 + i))
    expect(names((await search({ experiment_ids: [experiment_id, ...elsewhere], order_by })).models)).toBe(
      'abc',
    )
  })

  it('a page of any size has its data', async () => {
    const model_id = await createLoggedModel(server, { tags: [{ key: 'k', value: 'v' }] })
    const { db } = server.running.deps
    const row = await findModelOfAnyStage(db, model_id)
    const rows = Array.from({ length: 50_000 }, (_, i) => ({ ...row, model_id: `m-${i}` }))
    const models = await toModels(db, [row, ...rows])
    expect(models[0]?.info?.tags).toEqual([{ key: 'k', value: 'v' }])
    expect(models[1]?.info).not.toHaveProperty('tags')
  })

  it.each([
    [60, 200],
    [61, 400],
  ])('%i comparisons or keys answer %i', async (size, status) => {
    const keys = Array.from({ length: size }, (_, i) => `metrics.m${i}`)
    const filter = keys.map((key) => `${key} > 1`).join(' and ')
    const order_by = keys.map((field_name) => ({ field_name }))
    for (const search of [{ filter }, { order_by }]) {
      const reply = await server.post('logged-models/search', { experiment_ids: ['0'], ...search })
      expect(reply.status).toBe(status)
    }
  })

  it.each([
    [{ filter: 'name ~ 1' }],
    [{ order_by: [{ field_name: 'nothing' }] }],
    [{ experiment_ids: ['x'] }],
  ])('the search %j is refused', async (fields) => {
    const reply = await server.post('logged-models/search', { experiment_ids: ['0'], ...fields })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })

  it('the files of a model are listed and downloaded by the page', async () => {
    const model_id = await createLoggedModel(server, { name: uniqueName() })
    const { artifact_uri } = (await get(model_id)).info
    const folder = artifact_uri.replace('mlflow-artifacts:/', '/api/2.0/mlflow-artifacts/artifacts/')
    succeeded(await server.inject({ method: 'PUT', url: `${folder}/data/MLmodel`, payload: 'flavors: {}' }))
    const list = (query = {}) => server.get(`logged-models/${model_id}/artifacts/directories`, query)
    expect(succeeded(await list())).toEqual({
      root_uri: artifact_uri,
      files: [{ path: 'data', is_dir: true }],
    })
    expect(succeeded(await list({ artifact_directory_path: 'data' })).files).toEqual([
      { path: 'data/MLmodel', is_dir: false, file_size: 11 },
    ])
    const files = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts/files`
    expect((await server.get(files, { artifact_file_path: 'data/MLmodel' })).text).toBe('flavors: {}')
    const twice = { artifact_file_path: ['data/MLmodel', 'b'] }
    expect((await server.get(files, twice)).text).toBe('flavors: {}')
    expect((await server.get(files, { artifact_file_path: '../../x' })).status).toBe(400)
    expect((await server.get(files)).status).toBe(400)
  })

  it('a metric of a model keeps its step digit by digit', async () => {
    const experiment_id = await createExperiment(server)
    const model_id = await createLoggedModel(server, { experiment_id })
    const run_id = await createRun(server, { experiment_id })
    const step = '9007199254740993'
    const body = `{"run_id":"${run_id}","model_id":"${model_id}","key":"m","value":1,"timestamp":1,"step":${step}}`
    succeeded(await server.post('runs/log-metric', body))
    expect((await server.get(`logged-models/${model_id}`)).text).toContain(step)
    const found = await server.post('logged-models/search', { experiment_ids: [experiment_id] })
    expect(found.text).toContain(step)
  })
})
