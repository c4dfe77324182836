import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import { byKey, getRun, succeeded } from '../testing/factories.ts'
import { type Json, TestServer } from '../testing/test-server.ts'
import { copyStore } from '../transfer/copy.ts'
import { openSource, openTarget } from '../transfer/open.ts'
import { select } from '../transfer/read-database.ts'
import { Databases } from '../transfer/testing.ts'
import { migrateFileStore } from './migrate.ts'
import { FolderWriter, runId } from './testing.ts'

const EXPERIMENT = '870111636288719378'
const LONG = 25_000

for (const database of DATABASES.filter(({ onDemand }) => !onDemand)) {
  describe(`a file store taken over into ${database.name}`, () => {
    const scratch = mkdtempSync(join(tmpdir(), 'millrace-migrate-'))
    const folder = new FolderWriter(join(scratch, 'mlruns'))
    const server = new TestServer()
    let target = ''
    const migrate = () => migrateFileStore({ source: scratch, target })

    beforeAll(async () => {
      folder.experiment('0', 'Default')
      folder.experiment(EXPERIMENT, 'cluster')
      folder.run(EXPERIMENT, runId(1), 'first')
      folder.append(join(EXPERIMENT, runId(1), 'metrics', 'm'), '1 0.5 1\n1 0.5 1\n2 nan 2\n')
      folder.value(join(EXPERIMENT, runId(1), 'params', 'a/b'), 'line\r\nline')
      folder.run(EXPERIMENT, runId(2), 'long')
      const points = Array.from({ length: LONG }, (_, step) => `${step} ${step / 7} ${step}\n`)
      folder.append(join(EXPERIMENT, runId(2), 'metrics', 'm'), points.join(''))
      folder.run(EXPERIMENT, runId(3), 'damaged')
      folder.append(join(EXPERIMENT, runId(3), 'metrics', 'm'), '1 0.5 1\nnot a point\n2 0.5 1\n')
      target = await database.create(scratch)
    }, 60_000)
    afterAll(async () => {
      await server.stop()
      rmSync(scratch, { recursive: true, force: true })
    })

    it('tells what it took and names what is damaged', async () => {
      const { rows, damaged } = await migrate()
      expect(rows.metrics).toEqual({ source: LONG + 2, target: LONG + 2, copied: LONG + 2 })
      expect(rows.runs).toMatchObject({ target: 2 })
      expect(damaged).toMatchObject([
        { kind: 'run', id: runId(3), reason: expect.stringContaining('not a point') },
      ])
    })

    it('to repeat it copies nothing, and then what is new', async () => {
      const again = await migrate()
      expect(again.rows.metrics).toMatchObject({ copied: 0 })
      expect(again.rows.runs).toMatchObject({ copied: 0 })
      folder.append(join(EXPERIMENT, runId(1), 'metrics', 'm'), '3 0.25 3\n')
      expect((await migrate()).rows.metrics).toMatchObject({ copied: 1 })
    })

    it('a server shows the runs as they were', async () => {
      await server.start({ name: database.name, create: async () => target }, {})
      const run = await getRun(server, runId(1))
      expect(byKey(run.data.params)).toEqual({ 'a/b': 'line\r\nline' })
      expect(run.data.metrics).toMatchObject([{ key: 'm', value: 0.25, step: 3 }])
      const { experiments } = succeeded(await server.post('experiments/search', { max_results: 10 }))
      expect(experiments.find(({ name }: Json) => name === 'Default')).toMatchObject({
        experiment_id: '0',
        artifact_location: 'file:///somewhere/0',
        creation_time: 1_700_000_000_000,
      })
      const cluster = experiments.find(({ name }: Json) => name === 'cluster')
      expect(run.info.experiment_id).toBe(cluster.experiment_id)
      // Only SQLite holds ids of 18 digits.
      if (database.name === 'sqlite') expect(cluster.experiment_id).toBe(EXPERIMENT)
      const ids = [cluster.experiment_id]
      expect(succeeded(await server.post('runs/search', { experiment_ids: ids })).runs).toHaveLength(2)
    })
  })
}

it('a folder is copied into another, run by run, all but traces', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-migrate-'))
  const folder = new FolderWriter(join(scratch, 'mlruns'))
  folder.experiment(EXPERIMENT, 'cluster')
  folder.run(EXPERIMENT, runId(1), 'first')
  folder.append(join(EXPERIMENT, runId(1), 'metrics', 'a/b'), '1 0.5 1\n2 nan 2\n')
  folder.value(join(EXPERIMENT, runId(1), 'params', 'a'), '1')
  folder.write(join(EXPERIMENT, 'traces', 'tr-1', 'trace_info.yaml'), [
    "request_time: '2026-11-25T16:38:35.808Z'",
    'state: OK',
  ])
  const other = join(scratch, 'other')
  const [source, target] = [await openSource(folder.root), await openTarget(other)]
  const report = await copyStore(source.store, target.store, { selection: {}, artifacts: false })
  await target.close()
  expect(report.damaged).toMatchObject([{ kind: 'trace', reason: expect.stringContaining('cannot hold') }])
  const run = join(EXPERIMENT, runId(1))
  for (const file of ['metrics/a/b', 'params/a', 'tags/mlflow.runName', 'meta.yaml']) {
    expect(readFileSync(join(other, run, file), 'utf8')).toBe(
      readFileSync(join(folder.root, run, file), 'utf8'),
    )
  }
  rmSync(scratch, { recursive: true })
})

it('of some experiments comes what the registry has of their runs', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-migrate-'))
  const folder = new FolderWriter(scratch)
  for (const [i, name] of ['one', 'two'].entries()) {
    folder.experiment(String(i + 1), name)
    folder.run(String(i + 1), runId(i + 1), name)
    const [model, run_id] = [join('models', `model ${name}`), `run_id: '${runId(i + 1)}'`]
    folder.write(join(model, 'meta.yaml'), [`name: model ${name}`])
    folder.write(join(model, 'version-1', 'meta.yaml'), [`name: model ${name}`, 'version: 1', run_id])
  }
  const { store } = await openSource(scratch)
  const found: string[] = []
  for await (const { kind, id } of store.read({ experiments: ['two'] })) found.push(`${kind} ${id}`)
  expect(found).toEqual([
    'experiment 2',
    `run ${runId(2)}`,
    'registered_model model two',
    'model_version model two/1',
  ])
  rmSync(scratch, { recursive: true })
})

it('what is in an experiment that cannot be read goes into no other of its number', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-migrate-'))
  const folder = new FolderWriter(join(scratch, 'mlruns'))
  folder.experiment('1', 'lost')
  folder.value(join('1', 'meta.yaml'), 'name: [')
  folder.run('1', runId(1), 'homeless')
  const taken = new FolderWriter(join(scratch, 'taken', 'mlruns'))
  taken.experiment('1', 'payments')
  const target = `sqlite:///${join(scratch, 'target.db')}`
  await migrateFileStore({ source: join(scratch, 'taken'), target })
  const { damaged, rows } = await migrateFileStore({ source: scratch, target })
  expect(rows.runs).toMatchObject({ source: 1, target: 0, copied: 0 })
  expect(damaged).toMatchObject([
    { kind: 'experiment', id: '1' },
    { kind: 'run', id: runId(1), reason: expect.stringContaining('its experiment was not copied') },
  ])
  rmSync(scratch, { recursive: true })
})

it('says where it looked for a file store in vain', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-migrate-'))
  const migrate = migrateFileStore({ source: scratch, target: 'sqlite://' })
  await expect(migrate).rejects.toThrow(`Cannot find mlruns directory in '${scratch}'`)
  rmSync(scratch, { recursive: true })
})

describe('taken over twice and more', () => {
  const databases = new Databases()
  const [kind] = DATABASES
  const longRun = (folder: FolderWriter, text: string) => {
    folder.experiment('1', 'one')
    folder.run('1', runId(1), 'long')
    const points = Array.from({ length: LONG }, (_, step) => `${step} 0.5 ${step}\n`)
    folder.append(join('1', runId(1), 'metrics', 'm'), `${points.join('')}${text}`)
  }
  const pair = async () => {
    if (!kind) throw new Error('there is no database')
    const source = mkdtempSync(join(databases.folder, 'source-'))
    return { folder: new FolderWriter(join(source, 'mlruns')), source, ...(await databases.create(kind)) }
  }

  it('datasets of two folders with one number and name are two in a target', async () => {
    const { source: scratch, uri: target, database } = await pair()
    const migrate = async (name: string, run: string) => {
      const folder = new FolderWriter(join(scratch, name, 'mlruns'))
      folder.experiment('1', name)
      folder.run('1', run, name)
      folder.write(join('1', 'datasets', 'd'.repeat(32), 'meta.yaml'), ['name: train', 'digest: abc'])
      folder.write(join('1', run, 'inputs', 'i', 'meta.yaml'), [
        'source_type: DATASET',
        `source_id: ${'d'.repeat(32)}`,
      ])
      return migrateFileStore({ source: join(scratch, name), target })
    }
    await migrate('one', runId(1))
    await migrate('two', runId(2))
    const again = await migrate('two', runId(2))
    expect(again.rows).toMatchObject({ datasets: { copied: 0 }, inputs: { copied: 0 } })
    const datasets = await select(database.db, 'datasets', sql`true`)
    expect(new Set(datasets.map(({ dataset_uuid }) => dataset_uuid)).size).toBe(2)
    const inputs = await select(database.db, 'inputs', sql`true`)
    expect(inputs.map(({ source_id }) => source_id).sort()).toEqual(
      datasets.map(({ dataset_uuid }) => dataset_uuid).sort(),
    )
  })

  it('a damaged one is not left half in the target', async () => {
    const { folder, source, uri, database } = await pair()
    longRun(folder, 'no point\n')
    const { damaged } = await migrateFileStore({ source, target: uri })
    expect(damaged).toMatchObject([{ kind: 'run', reason: expect.stringContaining('no point') }])
    expect(await select(database.db, 'runs', sql`true`)).toEqual([])
  })

  it('points that come twice count once, in whatever order', async () => {
    const { folder, source, uri } = await pair()
    longRun(folder, '7 0.5 7\n8 0.25 8\n7 0.5 7\n')
    const { rows } = await migrateFileStore({ source, target: uri })
    expect(rows.metrics).toEqual({ source: LONG + 1, target: LONG + 1, copied: LONG + 1 })
  })

  it('where the target went on, the latest point stays its own', async () => {
    const { folder, source, uri, database } = await pair()
    longRun(folder, '')
    await migrateFileStore({ source, target: uri })
    await database.writer.write(async (tx) => {
      const query = sql`update latest_metrics set step = ${LONG + 5} where run_uuid = ${runId(1)}`
      await tx.query({ compile: () => query.compile(tx.builder) })
    })
    await migrateFileStore({ source, target: uri })
    expect(await select(database.db, 'latest_metrics', sql`true`)).toMatchObject([{ step: LONG + 5 }])
  })
})
