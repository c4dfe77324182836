import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { insertion } from '../db/insertion.ts'
import {
  byKey,
  createExperiment,
  createLoggedModel,
  createRun,
  getRun,
  succeeded,
} from '../testing/factories.ts'
import { type Json, TestServer } from '../testing/test-server.ts'
import { FolderWriter, runId } from './testing.ts'

const EXPERIMENT = '870111636288719378'
const SEEN_WITHIN_MS = 8000

const scratch = mkdtempSync(join(tmpdir(), 'millrace-folder-'))
const root = join(scratch, 'mlruns')
const others = new FolderWriter(root)
let server = new TestServer()

/** Opens the folder anew. */
async function open(): Promise<void> {
  server = new TestServer()
  await server.start({ name: 'filestore', create: async () => root }, {})
}

async function reopen(): Promise<void> {
  await server.stop()
  await open()
}

beforeAll(async () => {
  others.experiment(EXPERIMENT, 'cluster')
  others.run(EXPERIMENT, runId(1), 'first')
  others.append(
    join(EXPERIMENT, runId(1), 'metrics', 'deep/loss'),
    '5 0.5 0\n6 nan 1\n7 inf 2\n8 0.25 9007199254740993\n',
  )
  others.value(join(EXPERIMENT, runId(1), 'params', 'text'), 'one\r\ntwo\n')
  others.run(EXPERIMENT, runId(2), 'damaged')
  others.write(join(EXPERIMENT, runId(2), 'meta.yaml'), ['status: [1'])
  others.run(EXPERIMENT, runId(3), 'torn')
  others.append(join(EXPERIMENT, runId(3), 'metrics', 'm'), '1 1.0 1\n2 2')
  await open()
})
afterAll(async () => {
  await server.stop()
  rmSync(scratch, { recursive: true, force: true })
})

const file = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const seen = (check: () => Promise<void>) => vi.waitFor(check, { timeout: SEEN_WITHIN_MS, interval: 100 })
const search = async (experiment_id = EXPERIMENT): Promise<string[]> =>
  (succeeded(await server.post('runs/search', { experiment_ids: [experiment_id] })).runs ?? []).map(
    (run: Json) => run.info.run_id,
  )

describe('what is in the folder', () => {
  it('is shown, whatever the size of the experiment id', async () => {
    const run = await getRun(server, runId(1))
    expect(run.info).toMatchObject({
      experiment_id: EXPERIMENT,
      run_name: 'first',
      status: 'RUNNING',
      user_id: 'ana',
    })
    expect(byKey(run.data.params)).toEqual({ text: 'one\r\ntwo\n' })
    expect(run.data.metrics).toMatchObject([{ key: 'deep/loss', value: 0.25 }])
    const reply = await server.get('metrics/get-history', { run_id: runId(1), metric_key: 'deep/loss' })
    expect(reply.text).toContain('"step":9007199254740993')
    expect(reply.body.metrics.map((point: Json) => point.value)).toEqual([0.5, 'NaN', Number.MAX_VALUE, 0.25])
  })

  it('a damaged run is left out, and one whose last line is under way is not', async () => {
    expect(await search()).toEqual(expect.arrayContaining([runId(1), runId(3)]))
    expect(await search()).not.toContain(runId(2))
    expect((await getRun(server, runId(3))).data.metrics).toMatchObject([{ value: 1, step: 1 }])
  })
})

describe('what is written', () => {
  it('a run is in its files when it is answered, as MLflow writes them', async () => {
    const run = await createRun(server, { experiment_id: EXPERIMENT, run_name: 'yes: "no" # 1' })
    succeeded(
      await server.post('runs/log-batch', {
        run_id: run,
        metrics: [
          { key: 'a/b', value: 7, timestamp: 5, step: 0 },
          { key: 'a/b', value: 'NaN', timestamp: 6, step: 1 },
          { key: 'a/b', value: '-Infinity', timestamp: 7, step: 2 },
        ],
        params: [{ key: 'p', value: 'line\r\nline' }],
        tags: [{ key: 'x/y', value: 'ü' }],
      }),
    )
    succeeded(await server.post('runs/update', { run_id: run, status: 'FINISHED', end_time: 9 }))
    const folder = join(EXPERIMENT, run)
    expect(file(folder, 'metrics/a/b')).toBe('5 7.0 0\n6 nan 1\n7 -inf 2\n')
    expect(file(folder, 'params/p')).toBe('line\r\nline')
    expect(file(folder, 'tags/x/y')).toBe('ü')
    expect(file(folder, 'meta.yaml')).toContain(
      `end_time: 9\nentry_point_name: ''\nexperiment_id: '${EXPERIMENT}'\n`,
    )
    expect(file(folder, 'meta.yaml')).toContain(`run_name: 'yes: "no" # 1'\n`)
    succeeded(await server.post('runs/delete-tag', { run_id: run, key: 'x/y' }))
    expect(existsSync(join(root, folder, 'tags/x/y'))).toBe(false)
    const before = await getRun(server, run)
    await reopen()
    expect(await getRun(server, run)).toEqual(before)
  })

  it('points are added to a file whose last line broke off', async () => {
    succeeded(
      await server.post('runs/log-metric', { run_id: runId(3), key: 'm', value: 3, timestamp: 3, step: 3 }),
    )
    expect(file(EXPERIMENT, runId(3), 'metrics/m')).toBe('1 1.0 1\n2 2\n3 3.0 3\n')
  })

  it('a deleted experiment moves to .trash with its runs, and comes back', async () => {
    const id = await createExperiment(server)
    expect(Number.isSafeInteger(Number(id))).toBe(true)
    expect(Number(id)).toBeGreaterThan(2 ** 40)
    const run = await createRun(server, { experiment_id: id })
    succeeded(await server.post('experiments/delete', { experiment_id: id }))
    expect(file('.trash', id, run, 'meta.yaml')).toContain('lifecycle_stage: deleted')
    expect(existsSync(join(root, id))).toBe(false)
    succeeded(await server.post('experiments/restore', { experiment_id: id }))
    expect(file(id, run, 'meta.yaml')).toContain('lifecycle_stage: active')
    succeeded(await server.post('runs/log-parameter', { run_id: run, key: 'k', value: 'v' }))
    expect(file(id, run, 'params/k')).toBe('v')
  })

  it('datasets, inputs and logged models are found again', async () => {
    const id = await createExperiment(server)
    const run_id = await createRun(server, { experiment_id: id })
    const model_id = await createLoggedModel(server, {
      experiment_id: id,
      name: 'm',
      params: [{ key: 'p', value: '1' }],
      tags: [{ key: 't', value: '2' }],
    })
    const dataset = { name: 'd', digest: 'x', source_type: 'local', source: '{}' }
    const tags = [{ key: 'mlflow.data.context', value: 'training' }]
    succeeded(
      await server.post('runs/log-inputs', { run_id, datasets: [{ dataset, tags }], models: [{ model_id }] }),
    )
    succeeded(await server.post('runs/outputs', { run_id, models: [{ model_id, step: 3 }] }))
    const point = { run_id, key: 'auc', value: 0.5, timestamp: 5, step: 4, model_id }
    succeeded(await server.post('runs/log-metric', { ...point, dataset_name: 'd', dataset_digest: 'x' }))
    expect(file(id, run_id, 'metrics/auc')).toBe('5 0.5 4 d x\n')
    expect(file(id, 'models', model_id, 'metrics/auc')).toBe(`5 0.5 4 ${run_id} d x\n`)
    const shown = async () => [
      await getRun(server, run_id),
      succeeded(await server.get(`logged-models/${model_id}`)),
      succeeded(
        await server.post('/ajax-api/2.0/mlflow/experiments/search-datasets', { experiment_ids: [id] }),
      ),
    ]
    const before = await shown()
    await reopen()
    expect(await shown()).toEqual(before)
  })

  it('registered models, versions, tags and aliases are files', async () => {
    const { writer } = server.running.deps.registry
    await writer.write(async (tx) => {
      await tx.insert(MODEL, [{ name: 'shop', now: 5 }])
      await tx.insert(VERSION, [{ name: 'shop', version: 1, source: 'models:/m-1' }])
      await tx.insert(ALIAS, [{ name: 'shop', alias: 'best', version: 1 }])
      await tx.insert(MODEL_TAG, [{ name: 'shop', key: 'a/b', value: 'c' }])
    })
    expect(file('models/shop/meta.yaml')).toContain("aliases:\n  best: '1'\ncreation_timestamp: 5\n")
    expect(file('models/shop/version-1/meta.yaml')).toContain('model_id: m-1\n')
    expect(file('models/shop/aliases/best')).toBe('1')
    expect(file('models/shop/tags/a/b')).toBe('c')
    await writer.write(async (tx) => {
      await tx.query(
        tx.builder.updateTable('registered_models').set({ name: 'store' }).where('name', '=', 'shop'),
      )
    })
    expect(file('models/store/meta.yaml')).toContain('name: store')
    await reopen()
    const { db } = server.running.deps.registry
    expect(await db.query(db.builder.selectFrom('registered_model_aliases').selectAll())).toMatchObject([
      { name: 'store', alias: 'best', version: 1 },
    ])
    await server.running.deps.registry.writer.write(async (tx) => {
      const below = ['registered_model_aliases', 'registered_model_tags', 'model_versions'] as const
      for (const table of [...below, 'registered_models'] as const) {
        await tx.query(tx.builder.deleteFrom(table).where('name', '=', 'store'))
      }
    })
    expect(existsSync(join(root, 'models/store'))).toBe(false)
  })
})

const MODEL = insertion<{ name: string; now: number }>()('registered_models', {
  columns: { name: 'name', creation_time: 'now', last_updated_time: 'now' },
  fixed: { workspace: 'default' },
})
const VERSION = insertion<{ name: string; version: number; source: string }>()('model_versions', {
  columns: { name: 'name', version: 'version', source: 'source' },
  fixed: { workspace: 'default', current_stage: 'None', status: 'READY' },
})
const ALIAS = insertion<{ name: string; alias: string; version: number }>()('registered_model_aliases', {
  columns: { name: 'name', alias: 'alias', version: 'version' },
  fixed: { workspace: 'default' },
})
const MODEL_TAG = insertion<{ name: string; key: string; value: string }>()('registered_model_tags', {
  columns: { name: 'name', key: 'key', value: 'value' },
  fixed: { workspace: 'default' },
})
const WEBHOOK = insertion<{ id: string }>()('webhooks', {
  columns: { webhook_id: 'id', name: 'id', url: 'id' },
  fixed: { status: 'ACTIVE', workspace: 'default' },
})

describe('what others change is seen within seconds', () => {
  it('new runs, points, tags and params', async () => {
    others.run(EXPERIMENT, runId(5), 'of a job')
    await seen(async () => expect(await search()).toContain(runId(5)))
    others.append(join(EXPERIMENT, runId(5), 'metrics', 'loss'), '1 0.5 1\n')
    others.value(join(EXPERIMENT, runId(5), 'params', 'lr'), '0.1')
    await seen(async () => {
      const { data } = await getRun(server, runId(5))
      expect(data.metrics).toMatchObject([{ key: 'loss', value: 0.5, step: 1 }])
      expect(byKey(data.params)).toEqual({ lr: '0.1' })
    })
    others.append(join(EXPERIMENT, runId(5), 'metrics', 'loss'), '2 0.25 2\n')
    others.value(join(EXPERIMENT, runId(5), 'tags', 'mlflow.runName'), 'renamed')
    await seen(async () => {
      const { data } = await getRun(server, runId(5))
      expect(data.metrics).toMatchObject([{ value: 0.25, step: 2 }])
      expect(byKey(data.tags)).toEqual({ 'mlflow.runName': 'renamed' })
    })
  })

  it('a listening page hears of it', async () => {
    const heard: unknown[] = []
    const stop = server.running.deps.changes.listen((change) => heard.push(change.runs))
    others.append(join(EXPERIMENT, runId(5), 'metrics', 'loss'), '3 0.125 3\n')
    await seen(async () => expect(heard).toContainEqual({ [EXPERIMENT]: [runId(5)] }))
    stop()
  })

  it('a mended run, one that is gone, and points that were taken away', async () => {
    others.run(EXPERIMENT, runId(2), 'mended')
    others.run(EXPERIMENT, runId(6), 'short')
    others.append(join(EXPERIMENT, runId(6), 'metrics', 'm'), '1 1.0 1\n2 2.0 2\n')
    await seen(async () => expect(await search()).toEqual(expect.arrayContaining([runId(2), runId(6)])))
    rmSync(join(root, EXPERIMENT, runId(2)), { recursive: true })
    others.value(join(EXPERIMENT, runId(6), 'metrics', 'm'), '1 1.0 1\n')
    await seen(async () => {
      expect(await search()).not.toContain(runId(2))
      const reply = await server.get('metrics/get-history', { run_id: runId(6), metric_key: 'm' })
      expect(reply.body.metrics).toMatchObject([{ value: 1 }])
    })
  })

  it('experiments that come, move to .trash and go', async () => {
    const id = '123456789012345678'
    others.experiment(id, 'comes')
    others.run(id, runId(7), 'within')
    await seen(async () => expect(await search(id)).toEqual([runId(7)]))
    renameSync(join(root, id), join(root, '.trash', id))
    others.experiment(join('.trash', id).replace('.trash/', '.trash/'), 'comes', [])
    others.write(join('.trash', id, 'meta.yaml'), [
      `experiment_id: '${id}'`,
      'name: comes',
      'lifecycle_stage: deleted',
    ])
    const get = async () => server.get('experiments/get', { experiment_id: id })
    await seen(async () =>
      expect((await get()).body.experiment).toMatchObject({ lifecycle_stage: 'deleted' }),
    )
    rmSync(join(root, '.trash', id), { recursive: true })
    await seen(async () => expect(await get()).toMatchObject({ status: 404 }))
  })

  it('neither loses what was written here in the same moment', async () => {
    const run_id = await createRun(server, { experiment_id: EXPERIMENT })
    for (let i = 0; i < 60; i++) {
      others.value(join(EXPERIMENT, run_id, 'params', `p${i}`), String(i))
      const tags = [{ key: `t${i % 7}`, value: String(i) }]
      await Promise.all([
        server.post('runs/log-batch', { run_id, tags }),
        server.post('runs/set-tag', { run_id, key: 'last', value: String(i) }),
        new Promise((resolve) => setTimeout(resolve, 40)),
      ])
      expect(file(EXPERIMENT, run_id, 'tags', `t${i % 7}`)).toBe(String(i))
      expect(file(EXPERIMENT, run_id, 'tags', 'last')).toBe(String(i))
    }
    await seen(async () => {
      const { data } = await getRun(server, run_id)
      expect(data.params).toHaveLength(60)
      expect(byKey(data.tags)).toMatchObject({ last: '59', t3: '59', t4: '53' })
    })
  })

  it('what was written here is not taken for a change of others', async () => {
    const run_id = await createRun(server, { experiment_id: EXPERIMENT })
    const heard: Json[] = []
    const stop = server.running.deps.changes.listen((change) => heard.push(change))
    for (let step = 0; step < 30; step++) {
      succeeded(
        await server.post('runs/log-metric', { run_id, key: 'm', value: step, timestamp: step, step }),
      )
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const before = heard.length
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(heard.length).toBeLessThanOrEqual(before + 1)
    stop()
  })
})

describe('what a folder cannot hold is refused and changes nothing', () => {
  it.each(['../../escaped', '..', '', 'a//b', 'k'.repeat(300)])('a key (%j)', async (key) => {
    const model_id = await createLoggedModel(server, { experiment_id: EXPERIMENT })
    const tags = [{ key, value: 'v' }]
    const reply = await server.send('PATCH', `logged-models/${model_id}/tags`, { model_id, tags })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(succeeded(await server.get(`logged-models/${model_id}`)).model.info.tags).toBeUndefined()
    expect(existsSync(join(root, EXPERIMENT, 'models', 'escaped'))).toBe(false)
  })

  it('a key that would be a file and a folder; those beside it in the same commit are written', async () => {
    const run_id = await createRun(server, { experiment_id: EXPERIMENT, tags: [{ key: 'a', value: '1' }] })
    const set = (key: string) => server.post('runs/set-tag', { run_id, key, value: '2' })
    const replies = await Promise.all(['b', 'a/b', 'c'].map(set))
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 200])
    expect(byKey((await getRun(server, run_id)).data.tags)).toMatchObject({ a: '1', b: '2', c: '2' })
    expect(file(EXPERIMENT, run_id, 'tags/c')).toBe('2')
  })

  it('what would not be found again by its name', async () => {
    const { writer } = server.running.deps.registry
    const create = writer.write((tx) => tx.insert(MODEL, [{ name: '.hidden', now: 5 }]))
    await expect(create).rejects.toThrow(/cannot be kept by this server/)
    expect(existsSync(join(root, 'models', '.hidden'))).toBe(false)
  })

  it('points beside such a key are in their file once', async () => {
    const run_id = await createRun(server, { experiment_id: EXPERIMENT, tags: [{ key: 'a', value: '1' }] })
    const log = (key: string, step: number) =>
      server.post('runs/log-batch', { run_id, metrics: [{ key, value: 1, timestamp: step, step }] })
    await log('old', 1)
    const batch = { run_id, metrics: [{ key: 'own', value: 1, timestamp: 1, step: 1 }] }
    const replies = await Promise.all([
      log('old', 2),
      log('new', 1),
      server.post('runs/log-batch', { ...batch, tags: [{ key: 'a/b', value: '2' }] }),
      log('old', 3),
    ])
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 400, 200])
    expect(file(EXPERIMENT, run_id, 'metrics/old')).toBe('1 1.0 1\n2 1.0 2\n3 1.0 3\n')
    expect(file(EXPERIMENT, run_id, 'metrics/new')).toBe('1 1.0 1\n')
    expect(existsSync(join(root, EXPERIMENT, run_id, 'metrics/own'))).toBe(false)
  })

  it('rows of capabilities that need a database', async () => {
    const { writer } = server.running.deps
    await expect(writer.write((tx) => tx.insert(WEBHOOK, [{ id: 'w' }]))).rejects.toThrow(
      /cannot hold webhooks.*migrate-filestore/,
    )
    const scorer = { experiment_id: 0, scorer_name: 's', scorer_id: 's' }
    const insert = writer.write((tx) => tx.query(tx.builder.insertInto('scorers').values(scorer)))
    await expect(insert).rejects.toThrow(/cannot hold scorers/)
  })

  it('a folder that holds something else, and a file', async () => {
    const other = join(scratch, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'thesis.tex'), '')
    const start = (uri: string) => new TestServer().start({ name: 'filestore', create: async () => uri }, {})
    await expect(start(other)).rejects.toThrow(/neither empty nor a file store/)
    await expect(start(join(other, 'thesis.tex'))).rejects.toThrow(/is a file, not a folder.*sqlite:/)
    await expect(start(join(other, 'mlflow.db'))).rejects.toThrow(/give sqlite:/)
    expect(existsSync(join(other, 'mlflow.db'))).toBe(false)
  })
})

it('a model is shown though a run that logged a point of it is gone', async () => {
  const fields = { experiment_id: EXPERIMENT, name: 'scorecard' }
  const { model_id } = succeeded(await server.post('logged-models', fields)).model.info
  const run_id = await createRun(server, { experiment_id: EXPERIMENT })
  const point = { run_id, key: 'auc', value: 0.7, timestamp: 1, step: 0, model_id }
  succeeded(await server.post('runs/log-metric', point))
  await server.stop()
  others.append(join(EXPERIMENT, 'models', model_id, 'metrics', 'auc'), `2 0.8 1 ${runId(77)}\n`)
  await open()
  const { data } = succeeded(await server.get(`logged-models/${model_id}`)).model
  expect(data.metrics).toMatchObject([{ value: 0.7, run_id }])
})

it('a folder that is not there is made, with the experiment Default', async () => {
  const fresh = new TestServer()
  const made = join(scratch, 'deep', 'mlruns')
  await fresh.start({ name: 'filestore', create: async () => `file://${made}` }, {})
  expect(readFileSync(join(made, '0', 'meta.yaml'), 'utf8')).toContain('name: Default')
  await fresh.stop()
})
