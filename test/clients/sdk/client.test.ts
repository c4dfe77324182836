import { AlreadyExistsError, BadRequestError, Client, InvalidValueError, NotFoundError } from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeUnless } from '../../helpers/programs.ts'
import { type Scratch, scratch } from '../../helpers/scratch.ts'
import { DOORS, type TestDoor, uniqueName } from './doors.ts'

for (const door of DOORS) describeUnless(door.missing, `the SDK's client: ${door.name}`, () => suite(door))

function suite(door: TestDoor): void {
  let folder: Scratch
  let client: Client
  let close: () => Promise<void>

  beforeAll(async () => {
    folder = scratch('sdk')
    const opened = await door.open(folder)
    client = new Client(opened.options)
    close = opened.close
  }, 600_000)
  afterAll(async () => {
    await client?.close()
    await close?.()
    folder.remove()
  })

  const newExperiment = () => client.experiments.create({ name: uniqueName('experiment') })
  const newRun = async () => client.runs.create({ experimentId: await newExperiment() })

  test('experiments live, are found, deleted and restored', async () => {
    const name = uniqueName('life')
    const id = await client.experiments.create({ name, tags: { team: 'risk' } })
    await client.experiments.setTag(id, 'owner', 'ada')
    await client.experiments.deleteTag(id, 'team')
    const found = await client.experiments.search({ filter: `name = '${name}'` }).all()
    expect(found).toMatchObject([
      { experimentId: id, name, tags: { owner: 'ada' }, lifecycleStage: 'active' },
    ])
    expect(found[0]?.creationTime?.getTime()).toBeGreaterThan(Date.now() - 600_000)

    await expect(client.experiments.create({ name })).rejects.toThrow(AlreadyExistsError)
    await client.experiments.rename(id, `${name}-2`)
    expect(await client.experiments.getByName(name)).toBeUndefined()
    await client.experiments.delete(id)
    expect(await client.experiments.get(id)).toMatchObject({ name: `${name}-2`, lifecycleStage: 'deleted' })
    await client.experiments.restore(id)
    expect((await client.experiments.getByName(`${name}-2`))?.lifecycleStage).toBe('active')
  })

  test('a run keeps what is logged to it, exactly', async () => {
    const startTime = new Date('2026-11-27T01:02:03.456Z')
    const created = await client.runs.create({
      experimentId: await newExperiment(),
      name: 'first',
      startTime,
      tags: { stage: 'trial' },
    })
    await client.runs.logBatch(created.runId, {
      metrics: [
        { key: 'loss', value: 0.1 + 0.2, step: 1, timestamp: 1000 },
        { key: 'loss', value: Number.NaN, step: 2, timestamp: 2000 },
        { key: 'far', value: 1, step: 2n ** 60n, timestamp: startTime },
      ],
      params: { depth: '3', 'a/b': 'ü' },
      tags: { note: 'x' },
    })
    await client.runs.logMetric(created.runId, { key: 'loss', value: 3, step: 3, timestamp: 3000 })
    await client.runs.logParam(created.runId, 'width', '9')
    await client.runs.setTag(created.runId, 'note', 'y')
    await client.runs.deleteTag(created.runId, 'stage')
    await client.runs.update(created.runId, {
      name: 'second',
      status: 'finished',
      endTime: 1_795_744_000_000,
    })

    const run = await client.runs.get(created.runId)
    expect(run).toMatchObject({
      name: 'second',
      status: 'finished',
      startTime,
      endTime: new Date(1_795_744_000_000),
      metrics: { loss: 3, far: 1 },
      params: { depth: '3', 'a/b': 'ü', width: '9' },
      tags: { note: 'y' },
    })
    expect(run.latestMetrics.find(({ key }) => key === 'far')?.step).toBe(2n ** 60n)
    expect(await client.metrics.history(run.runId, 'loss').all()).toEqual([
      { key: 'loss', value: 0.1 + 0.2, step: 1, timestamp: 1000 },
      { key: 'loss', value: Number.NaN, step: 2, timestamp: 2000 },
      { key: 'loss', value: 3, step: 3, timestamp: 3000 },
    ])
  })

  test('a search is its first page when awaited, and every run when iterated', async () => {
    const experimentId = await newExperiment()
    for (let i = 0; i < 5; i++) {
      const { runId } = await client.runs.create({ experimentId })
      await client.runs.logMetric(runId, { key: 'score', value: i })
    }
    const search = { experimentIds: [experimentId], orderBy: ['metrics.score DESC'], pageSize: 2 }
    const first = await client.runs.search(search)
    expect(first.items.map(({ metrics }) => metrics.score)).toEqual([4, 3])
    const second = await client.runs.search({ ...search, pageToken: first.nextPageToken ?? '' })
    expect(second.items.map(({ metrics }) => metrics.score)).toEqual([2, 1])
    const seen: unknown[] = []
    for await (const { metrics } of client.runs.search(search)) seen.push(metrics.score)
    expect(seen).toEqual([4, 3, 2, 1, 0])
    expect(await client.runs.search(search).all(3)).toHaveLength(3)
  })

  test('data sets, logged models and outputs of a run come back', async () => {
    const run = await newRun()
    const dataset = { name: 'iris', digest: 'd1', sourceType: 'local', source: '{"uri":"iris.csv"}' }
    await client.runs.logInputs(run.runId, {
      datasets: [{ dataset, tags: { 'mlflow.data.context': 'training' } }],
    })
    const model = await client.loggedModels.create({
      experimentId: run.experimentId,
      name: 'tree',
      sourceRunId: run.runId,
      params: { depth: '3' },
    })
    expect(model.status).toBe('pending')
    await client.runs.logOutputs(run.runId, [{ modelId: model.modelId, step: 7 }])
    await client.loggedModels.setTags(model.modelId, { kind: 'tree' })
    await client.loggedModels.finalize(model.modelId, 'ready')
    await client.runs.logMetric(run.runId, { key: 'auc', value: 0.9, modelId: model.modelId })

    expect(await client.runs.get(run.runId)).toMatchObject({
      datasets: [{ dataset, tags: { 'mlflow.data.context': 'training' } }],
      outputModels: [{ modelId: model.modelId, step: 7 }],
    })
    expect(await client.datasets.search([run.experimentId])).toEqual([
      { experimentId: run.experimentId, name: 'iris', digest: 'd1', context: 'training' },
    ])
    const filter = "name = 'tree'"
    expect(
      await client.loggedModels.search({ experimentIds: [run.experimentId], filter }).all(),
    ).toMatchObject([
      {
        modelId: model.modelId,
        status: 'ready',
        params: { depth: '3' },
        tags: { kind: 'tree' },
        metrics: [{ key: 'auc', value: 0.9 }],
      },
    ])
  })

  test('models are registered, versioned, named by aliases', async () => {
    const run = await newRun()
    const name = uniqueName('model')
    await client.registry.createModel({ name, description: 'first', tags: { a: '1' } })
    await expect(client.registry.createModel({ name })).rejects.toThrow(AlreadyExistsError)
    const source = `${run.artifactUri}/model`
    const made = await client.registry.createVersion({ name, source, runId: run.runId, tags: { b: '2' } })
    expect(made).toMatchObject({
      version: '1',
      runId: run.runId,
      stage: 'None',
      status: 'ready',
      tags: { b: '2' },
    })
    await client.registry.setAlias(name, 'champion', '1')
    await client.registry.describeVersion(name, '1', 'better')
    expect(await client.registry.getVersionByAlias(name, 'champion')).toMatchObject({ description: 'better' })
    expect(await client.registry.getModel(name)).toMatchObject({
      aliases: { champion: '1' },
      tags: { a: '1' },
    })
    expect(await client.registry.transitionVersion(name, '1', 'Production')).toMatchObject({
      stage: 'Production',
    })
    expect(await client.registry.searchVersions({ filter: `name = '${name}'` }).all()).toHaveLength(1)
    expect(await client.registry.searchModels({ filter: `name = '${name}'` }).all()).toHaveLength(1)
    expect(await client.registry.latestVersions(name)).toMatchObject([{ version: '1' }])
    await client.registry.deleteModel(name)
    await expect(client.registry.getModel(name)).rejects.toThrow(NotFoundError)
  })

  test('prompts are kept as the Python client keeps them', async () => {
    const name = uniqueName('prompt')
    await client.prompts.register({
      name,
      template: 'Hello {{name}}',
      commitMessage: 'one',
      tags: { lang: 'en' },
    })
    const chat = [{ role: 'user', content: 'Hi {{name}}' }]
    await client.prompts.register({ name, template: chat })
    await client.registry.setAlias(name, 'live', '2')
    expect(await client.prompts.load(name, '1')).toMatchObject({
      template: 'Hello {{name}}',
      commitMessage: 'one',
      tags: { lang: 'en' },
    })
    expect(await client.prompts.loadByAlias(name, 'live')).toMatchObject({ version: '2', template: chat })
    expect(await client.prompts.search({ filter: `name = '${name}'` }).all()).toMatchObject([{ name }])
  })

  test('artifacts go there and back, whatever they are called', async () => {
    const run = await newRun()
    const bytes = new Uint8Array(300_000).map((_, i) => i % 251)
    await client.artifacts.write(run, 'deep/er/ü b+c%20.bin', new Blob([bytes]))
    await client.artifacts.write(run, 'empty.txt', '')
    const back = await client.artifacts.read(run, 'deep/er/ü b+c%20.bin')
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(bytes)
    expect(await client.artifacts.list(run.runId).all()).toEqual([
      { path: 'deep', isFolder: true, size: undefined },
      { path: 'empty.txt', isFolder: false, size: 0 },
    ])
    expect(await client.artifacts.list(run.runId, 'deep/er').all()).toMatchObject([{ size: 300_000 }])
    await expect(client.artifacts.read(run, 'nowhere.txt')).rejects.toThrow(NotFoundError)
    await expect(client.artifacts.write(run, '../out.txt', 'x')).rejects.toThrow(InvalidValueError)
    await expect(client.artifacts.write(run, 'folder/', 'x')).rejects.toThrow(InvalidValueError)
  })

  test('evaluation data sets keep their records', async () => {
    const experimentId = await newExperiment()
    const name = uniqueName('evaluation')
    const { datasetId } = await client.evaluationDatasets.create({
      name,
      experimentIds: [experimentId],
      tags: { team: 'risk' },
    })
    const records = [{ inputs: { question: 'Wieso?' } }, { inputs: { question: 'Warum?' } }]
    expect(await client.evaluationDatasets.upsertRecords(datasetId, records)).toEqual({
      inserted: 2,
      updated: 0,
    })
    const kept = await client.evaluationDatasets.records(datasetId).all()
    expect(kept.map(({ inputs }) => (inputs as { question: string }).question).sort()).toEqual([
      'Warum?',
      'Wieso?',
    ])
    const found = await client.evaluationDatasets.search({ experimentIds: [experimentId] }).all()
    expect(found).toMatchObject([{ datasetId, name, tags: { team: 'risk' } }])
    await client.evaluationDatasets.delete(datasetId)
    await expect(client.evaluationDatasets.get(datasetId)).rejects.toThrow(NotFoundError)
  })

  test('webhooks are listed, none at first', async () => {
    expect(await client.webhooks.list().all()).toEqual([])
    await expect(client.webhooks.get('nobody')).rejects.toThrow()
  })

  const elsewhere = async () => {
    await expect(client.registry.history().all()).rejects.toThrow(NotFoundError)
    await expect(client.registry.aliasAt('any', 'live', new Date())).rejects.toThrow(NotFoundError)
    await expect(client.lineage.originOf('any', { alias: 'live' })).rejects.toThrow(NotFoundError)
  }
  const what = door.isOurs ? 'work' : 'are told not to be there'
  test(`lineage, history and deliveries of ours ${what}`, door.isOurs ? ours : elsewhere)

  async function ours(): Promise<void> {
    const run = await newRun()
    const name = uniqueName('traced')
    await client.registry.createModel({ name })
    await client.registry.createVersion({ name, source: `${run.artifactUri}/model`, runId: run.runId })
    await client.registry.setAlias(name, 'live', '1')
    const origin = await client.lineage.originOf(name, { alias: 'live' })
    expect(origin).toMatchObject({ version: { version: '1' }, run: { runId: run.runId } })
    expect(await client.lineage.versionsOfRun(run.runId).all()).toMatchObject([{ name, version: '1' }])
    const changes = await client.registry.history({ name }).all()
    expect(changes.find(({ key }) => key === 'live')).toMatchObject({ name, to: '1' })
    expect(await client.registry.aliasAt(name, 'live', new Date())).toMatchObject({ version: '1' })

    const events = ['run.finished', 'model_version.created'] as const
    const hook = await client.webhooks.create({ name, url: 'https://8.8.8.8/hook', events })
    expect(hook).toMatchObject({ status: 'active' })
    await client.webhooks.update(hook.webhookId, { status: 'disabled' })
    expect(await client.webhooks.get(hook.webhookId)).toMatchObject({
      status: 'disabled',
      events: expect.arrayContaining([...events]),
      url: 'https://8.8.8.8/hook',
    })
    expect(await client.webhooks.deliveries(hook.webhookId).all()).toEqual([])
    await client.webhooks.delete(hook.webhookId)
    await expect(client.webhooks.get(hook.webhookId)).rejects.toThrow(NotFoundError)
  }

  test('refusals are errors of their kind', async () => {
    await expect(client.runs.get('0'.repeat(32))).rejects.toMatchObject({
      name: 'NotFoundError',
      status: 404,
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
    const wrong = client.runs.search({ experimentIds: ['0'], filter: 'nonsense' })
    await expect(wrong).rejects.toThrow(BadRequestError)
    await expect(client.experiments.get('1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortedError',
    })
  })
}
