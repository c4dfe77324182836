import { mkdtempSync } from 'node:fs'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import {
  byKey,
  createExperiment,
  createLoggedModel,
  createRegisteredModel,
  createRun,
  createVersion,
  getRun,
  succeeded,
} from '../testing/factories.ts'
import { type Json, onEveryDatabase, type TestServer } from '../testing/test-server.ts'

const ABSOLUTE = 'an absolute path must be provided without relative path references present.'
const LOCAL = 'To use a local path as a model version source, the run_id request parameter has to be'
const LOCAL_MODEL = 'To use a local path as a model version source, the model_id request parameter has to be'
const RUN = 'The run_id request parameter must identify the resource that contains the source.'
const MODEL = 'The model_id request parameter must identify the resource that contains the source.'
const MATCH = 'The run_id and model_id request parameters must match the referenced model version.'
const PLACEHOLDER = 'Prompt sources must use an MLflow placeholder.'

const ROOT = mkdtempSync(join(tmpdir(), 'millrace-registry-'))
afterAll(() => rm(ROOT, { recursive: true, force: true }))

const create = (server: TestServer, name: string, source: string, fields: object = {}) =>
  server.post('model-versions/create', { name, source, ...fields })

onEveryDatabase('sources of versions', (server) => {
  it.each([
    's3://b/p',
    's3://b/a..b/...',
    's3://b/p?x=..#..',
    's3://b//p ',
    'gs://b/a%3Fb',
    'wasbs://c@a.blob.core.windows.net/p',
    'dbfs:/x',
    'foo://x/y',
    'C:/x',
  ])('%j is taken as it is', async (source) => {
    const name = await createRegisteredModel(server)
    const { model_version } = succeeded(await create(server, name, source, { run_id: 'any' }))
    expect(model_version).toMatchObject({ source, run_id: 'any' })
    const uri = succeeded(await server.get('model-versions/get-download-uri', { name, version: '1' }))
    expect(uri).toEqual({ artifact_uri: source })
  })

  it.each([
    ['s3://b/../p', ABSOLUTE],
    ['s3://b/p/%2e%2e/x', ABSOLUTE],
    ['gs://b/%252e/x', ABSOLUTE],
    ['gs://b/p/./x', ABSOLUTE],
    ['s3://b', ABSOLUTE],
    ['s3:///', ABSOLUTE],
    ['s3://b/%00', ABSOLUTE],
    ['foo:bar', ABSOLUTE],
    ['javascript:alert(1)', ABSOLUTE],
    ['runs:/', ABSOLUTE],
    ['mlflow-artifacts:/%252e%252e/y', ABSOLUTE],
    ['/etc/passwd', LOCAL],
    ['file:///etc', LOCAL],
    ['FILE:/etc', LOCAL],
    ['file://elsewhere/etc', LOCAL],
    ['../x', LOCAL],
    ['~/x', LOCAL],
    ['\\\\host\\x', LOCAL],
    ['dummy-source', LOCAL],
    ['http://h/p', "'source' cannot use the 'http' scheme: the 'http' scheme addresses a host other than"],
    ['sftp://h/../p', "'source' cannot use the 'sftp' scheme"],
    ['hdfs://h/p', "'source' cannot use the 'hdfs' scheme"],
    ['mlflow-artifacts://h:5000/x', "'source' cannot use the 'mlflow-artifacts' scheme"],
    ['mlflow-artifacts:/x', RUN],
    ['runs:/nobody/model', RUN],
    ['models:/m-nobody', MODEL],
    ['models:/', MODEL],
    ['models:/a/1/x', MODEL],
    ['models:/a/..', 'Registered Model with name=a not found'],
    ['models:/../x', "This name would resolve to '..'"],
    ['models://a/1', 'Registered model sources must use the active model registry.'],
    ['models:/nobody@x', 'Registered Model with name=nobody not found'],
    ['', "Missing value for required parameter 'source'."],
    ['s3://b/\0', 'NUL'],
  ])('%j is refused', async (source, message) => {
    const name = await createRegisteredModel(server)
    const reply = await create(server, name, source)
    expect(reply.status, reply.text).toBe(message.includes('not found') ? 404 : 400)
    expect(reply.body.message).toContain(message)
    expect(
      succeeded(await server.get('registered-models/get', { name })).registered_model,
    ).not.toHaveProperty('latest_versions')
  })

  it('a folder of the run that is named is a source, what is beside it is not', async () => {
    const name = await createRegisteredModel(server)
    const run_id = await createRun(server)
    const root: string = (await getRun(server, run_id)).info.artifact_uri
    const other: string = (await getRun(server, await createRun(server))).info.artifact_uri
    for (const source of [
      root,
      `${root}/model`,
      root.replace(':/', ':///'),
      `runs:/${run_id}/m`,
      'runs:/x/m',
    ]) {
      const owner = source === 'runs:/x/m' ? 'x' : run_id
      expect(succeeded(await create(server, name, source, { run_id: owner })).model_version.run_id).toBe(
        owner,
      )
    }
    for (const source of [
      `${root}x`,
      `${other}/model`,
      'mlflow-artifacts:/',
      `runs://${run_id}/m`,
      'runs:/y/m',
    ]) {
      const reply = await create(server, name, source, { run_id })
      expect([source, reply.status]).toEqual([source, 400])
    }
    const unknown = await create(server, name, `${root}/model`, { run_id: 'nobody' })
    expect(unknown.body.message).toContain(RUN)
  })

  it('a logged model is a source for who names it; the model tells its versions', async () => {
    const name = await createRegisteredModel(server)
    const experiment_id = await createExperiment(server)
    const source_run_id = await createRun(server, { experiment_id })
    const model_id = await createLoggedModel(server, { experiment_id, source_run_id })
    const logged = async () => succeeded(await server.get(`logged-models/${model_id}`)).model.info
    const { artifact_uri } = await logged()
    const made = succeeded(await create(server, name, `models:/${model_id}`, { model_id }))
    expect(made.model_version).toMatchObject({ source: `models:/${model_id}`, run_id: source_run_id })
    const uri = await server.get('model-versions/get-download-uri', { name, version: '1' })
    expect(succeeded(uri)).toEqual({ artifact_uri })
    succeeded(await create(server, name, `${artifact_uri}/x`, { model_id, run_id: 'another' }))
    succeeded(await create(server, name, 's3://b/p', { model_id }))
    expect(byKey((await logged()).tags)['mlflow.modelVersions']).toBe(
      `[${[1, 2, 3].map((version) => `{"name": "${name}", "version": ${version}}`).join(', ')}]`,
    )
    const refused: [string, object, number, string][] = [
      [`models:/${model_id}`, {}, 400, MODEL],
      [`models:/${model_id}`, { model_id: 'm-other' }, 400, MODEL],
      [`${artifact_uri}x`, { model_id }, 400, MODEL],
      [`runs:/${source_run_id}/m`, { model_id, run_id: source_run_id }, 400, MODEL],
      ['/etc', { model_id }, 400, LOCAL_MODEL],
      ['s3://b/p', { model_id: 'm-other' }, 404, "Logged model with ID 'm-other' not found."],
      ['models:/m-other', { model_id: 'm-other' }, 500, "Error: Logged model with ID 'm-other' not found."],
    ]
    for (const [source, fields, status, message] of refused) {
      const reply = await create(server, name, source, fields)
      expect([source, reply.status], reply.text).toEqual([source, status])
      expect(reply.body.message).toContain(message)
    }
  })

  it('many versions of one logged model are all told', async () => {
    const name = await createRegisteredModel(server)
    const model_id = await createLoggedModel(server)
    await Promise.all(Array.from({ length: 10 }, () => createVersion(server, name, { model_id })))
    const { tags } = succeeded(await server.get(`logged-models/${model_id}`)).model.info
    const told = JSON.parse(String(byKey(tags)['mlflow.modelVersions']))
    expect(told.map((v: Json) => v.version).sort((a: number, b: number) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => i + 1),
    )
  })

  it('another version is a source, by number, alias, stage or as the latest', async () => {
    const from = await createRegisteredModel(server)
    const name = await createRegisteredModel(server)
    await createVersion(server, from, { source: 's3://b/first', run_id: 'r1' })
    await createVersion(server, from, { source: 's3://b/second', run_id: 'r2' })
    succeeded(await server.post('registered-models/alias', { name: from, alias: 'old', version: '1' }))
    succeeded(
      await server.post('model-versions/transition-stage', { name: from, version: '1', stage: 'Staging' }),
    )
    const cases: [string, string, string][] = [
      [`models:/${from}/2`, '2', 'r2'],
      [`models:/${from}/01`, '1', 'r1'],
      [`models:/${from}@old`, '1', 'r1'],
      [`models:/${from}/staging`, '1', 'r1'],
      [`models:///${from}/LATEST`, '2', 'r2'],
    ]
    for (const [source, version, run_id] of cases) {
      const { model_version } = succeeded(await create(server, name, source))
      expect(model_version).toMatchObject({ source: `models:/${from}/${version}`, run_id })
      const uri = { name, version: model_version.version }
      expect(succeeded(await server.get('model-versions/get-download-uri', uri)).artifact_uri).toBe(
        version === '1' ? 's3://b/first' : 's3://b/second',
      )
    }
    // A copy of a copy has the same bytes.
    succeeded(await create(server, name, `models:/${name}/1`, { run_id: 'r2' }))
    const copy = await server.get('model-versions/get-download-uri', { name, version: '6' })
    expect(succeeded(copy).artifact_uri).toBe('s3://b/second')
    const refused: [string, object, number, string][] = [
      [`models:/${from}/1`, { run_id: 'r2' }, 400, MATCH],
      [`models:/${from}/1`, { run_id: 'r1', model_id: 'm-x' }, 400, MATCH],
      [`models:/${from}/9`, {}, 404, `Model Version (name=${from}, version=9) not found`],
      [`models:/${from}/odd`, {}, 400, 'Invalid Model Version stage: odd.'],
      [
        `models:/${from}/Production`,
        {},
        500,
        `No versions of model with name '${from}' and stage 'Production'`,
      ],
      [`models:/${from}@none`, {}, 400, 'Registered model alias none not found.'],
    ]
    for (const [source, fields, status, message] of refused) {
      const reply = await create(server, name, source, fields)
      expect([source, reply.status], reply.text).toEqual([source, status])
      expect(reply.body.message).toContain(message)
    }
  })

  it('a version that is a prompt has a placeholder for its source and a text of some length', async () => {
    const name = await createRegisteredModel(server)
    const prompt = (value: string) => [{ key: 'mlflow.prompt.is_prompt', value }]
    for (const source of ['dummy-source', 'prompt-template']) {
      succeeded(await create(server, name, source, { tags: prompt('True') }))
    }
    for (const source of ['dummy', '/etc/passwd', 'http://h/p', 's3://b/../p', 's3://b/p']) {
      const reply = await create(server, name, source, { tags: prompt('true') })
      expect(reply.body.message).toBe(`Invalid prompt source: '${source}'. ${PLACEHOLDER}`)
    }
    expect((await create(server, name, 'dummy-source', { tags: prompt('false') })).status).toBe(400)
    const long = [...prompt('true'), { key: 'mlflow.prompt.text', value: 'x'.repeat(100_001) }]
    expect((await create(server, name, 'dummy-source', { tags: long })).body.message).toBe(
      'Prompt text exceeds max length of 100000 characters.',
    )
  })

  it('files of a version are read through it', async () => {
    const name = await createRegisteredModel(server)
    const run_id = await createRun(server)
    const root: string = (await getRun(server, run_id)).info.artifact_uri
    const folder = join(server.folder, 'artifacts', root.replace('mlflow-artifacts:/', ''), 'model')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'MLmodel'), 'flavors: {}')
    for (const source of [`${root}/model`, `runs:/${run_id}/model`]) {
      const version = await createVersion(server, name, { source, run_id })
      const read = (path: string) =>
        server.inject({ method: 'GET', url: '/model-versions/get-artifact', query: { name, version, path } })
      const file = await read('MLmodel')
      expect([file.status, file.text]).toEqual([200, 'flavors: {}'])
      expect(file.headers['content-disposition']).toContain('attachment')
      expect((await read('none')).status).toBe(404)
      expect((await read('../x')).body.message).toBe('Invalid path')
    }
    const missing = await server.inject({ method: 'GET', url: '/model-versions/get-artifact?path=x' })
    expect([missing.status, missing.body.message]).toEqual([
      400,
      "Missing value for required parameter 'name'.",
    ])
  })
})

onEveryDatabase(
  'a registry of its own',
  (server) => {
    it('keeps models apart from runs, and a logged model is told its versions all the same', async () => {
      const { db, registry } = server.running.deps
      expect(registry.db).not.toBe(db)
      const name = await createRegisteredModel(server)
      const model_id = await createLoggedModel(server)
      const source = `models:/${model_id}`
      expect(await createVersion(server, name, { source, model_id })).toBe('1')
      const { tags } = succeeded(await server.get(`logged-models/${model_id}`)).model.info
      expect(byKey(tags)['mlflow.modelVersions']).toBe(`[{"name": "${name}", "version": 1}]`)
      const found = succeeded(await server.get('model-versions/search', { filter: `name = '${name}'` }))
      expect(found.model_versions).toHaveLength(1)
      expect(await db.query(db.builder.selectFrom('registered_models').selectAll())).toEqual([])
    })
  },
  { flags: { registryStoreUri: `sqlite:///${join(ROOT, 'registry.db')}` } },
)

onEveryDatabase(
  'sources of versions on local files',
  (server) => {
    it('a path is a source within its run, links followed', async () => {
      const name = await createRegisteredModel(server)
      const run_id = await createRun(server)
      const root: string = (await getRun(server, run_id)).info.artifact_uri
      await mkdir(join(root, 'model'), { recursive: true })
      await symlink(server.folder, join(root, 'leads-out'))
      for (const source of [root, `${root}/model`, `file://${root}/model`, `${root}/a/../b`]) {
        succeeded(await create(server, name, source, { run_id }))
      }
      for (const source of [
        `${root}/../x`,
        `${root}/%2e%2e/x`,
        `${root}/leads-out`,
        `${root}x`,
        'model',
        '/etc',
      ]) {
        const reply = await create(server, name, source, { run_id })
        expect([source, reply.status]).toEqual([source, 400])
        expect(reply.body.message).toContain(LOCAL)
      }
      expect((await create(server, name, root)).body.message).toContain(LOCAL)
      expect((await create(server, name, root, { run_id: 'nobody' })).body.message).toContain(RUN)
    })
  },
  { flags: { serveArtifacts: false, defaultArtifactRoot: ROOT } },
)
