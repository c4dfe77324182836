import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderWriter, runId } from '../file-store/testing.ts'
import { DATABASES } from '../testing/databases.ts'
import {
  createExperiment,
  createLoggedModel,
  createRun,
  getRun,
  succeeded,
  uniqueName,
} from '../testing/factories.ts'
import type { Json } from '../testing/test-server.ts'
import { TestServer } from '../testing/test-server.ts'
import { type CopyReport, copyStore } from './copy.ts'
import { openSource } from './open.ts'
import { ORIGIN_TAG } from './origin-tag.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import { ServerTarget } from './write-server.ts'

for (const kind of DATABASES) {
  describe(`copying between servers (${kind.name})`, () => {
    const [source, target] = [new TestServer(), new TestServer()]
    beforeAll(async () => {
      for (const server of [source, target]) await server.start(kind, {})
    })
    afterAll(async () => {
      for (const server of [source, target]) await server.stop()
    })

    async function copy(
      experiments?: string[],
      [from, to]: readonly [TestServer, TestServer] = [source, target],
    ): Promise<CopyReport> {
      const rest = async (server: TestServer) =>
        new Rest(`http://127.0.0.1:${(await server.listen()).port}/`, {})
      return copyStore(new ServerSource(await rest(from)), new ServerTarget(await rest(to)), {
        selection: { experiments },
        artifacts: true,
      })
    }

    it('runs arrive whole, under ids of the target and with the tag that tells theirs; a repeat adds nothing', async () => {
      const { experiment_id, parent, child, model_id } = await fill(source)
      const report = await copy([experiment_id])
      expect(report.damaged).toEqual([])
      expect(unequal(report)).toEqual([])
      const original = await getRun(source, parent)
      const copies = await copiesIn(target)
      const [mother, kid] = [copies.get(parent), copies.get(child)]
      expect(mother).toMatchObject({
        info: {
          run_name: 'parent 🏔️',
          status: 'FINISHED',
          start_time: 1_700_000_000_000,
          end_time: 1_700_000_000_009,
        },
        data: { params: original.data.params, metrics: original.data.metrics },
      })
      expect(kid.info.lifecycle_stage).toBe('deleted')
      expect(tagOf(kid, 'mlflow.parentRunId')).toBe(mother.info.run_id)
      expect(await historyOf(target, mother.info.run_id)).toEqual(await historyOf(source, parent))
      const copied = succeeded(
        await target.get(`logged-models/${mother.outputs.model_outputs[0].model_id}`),
      ).model
      expect(copied.info).toMatchObject({ source_run_id: mother.info.run_id, status: 'LOGGED_MODEL_READY' })
      expect(tagOf({ data: copied.info }, ORIGIN_TAG)).toBe(model_id)
      expect(await artifact(target, mother.info.run_id)).toBe('bytes of a file')
      const again = await copy([experiment_id])
      expect(copiedRows(again)).toEqual({})
      expect(again.files).toEqual({ source: 1, target: 1, copied: 0 })
      expect((await copiesIn(target)).size).toBe(2)
    })

    it('versions keep their numbers, and what they came from is what the target has of it', async () => {
      const { experiment_id, parent, model_id } = await fill(source)
      const name = uniqueName('model 𝒳')
      succeeded(
        await source.post('registered-models/create', {
          name,
          description: 'd',
          tags: [{ key: 'a', value: 'b' }],
        }),
      )
      for (const version of ['1', '2', '3']) {
        const origin =
          version === '3' ? { source: `models:/${model_id}`, model_id } : { source: `runs:/${parent}/m` }
        const tags = [{ key: 'n', value: version }]
        succeeded(await source.post('model-versions/create', { name, run_id: parent, tags, ...origin }))
      }
      succeeded(await source.send('DELETE', 'model-versions/delete', { name, version: '2' }))
      succeeded(await source.post('registered-models/alias', { name, alias: 'champion', version: '3' }))
      const report = await copy([experiment_id])
      expect(report.damaged).toEqual([])
      expect(unequal(report)).toEqual([])
      const copied = (await copiesIn(target)).get(parent)
      const found = succeeded(
        await target.get('model-versions/search', { filter: `name = '${name}'` }),
      ).model_versions
      expect(found.map((version: Json) => version.version).sort()).toEqual(['1', '3'])
      const [first, third] = ['1', '3'].map((number) =>
        found.find((version: Json) => version.version === number),
      )
      expect(first).toMatchObject({ source: `runs:/${copied.info.run_id}/m`, run_id: copied.info.run_id })
      expect(third).toMatchObject({
        source: `models:/${copied.outputs.model_outputs[0].model_id}`,
        // In whatever order the database has them.
        tags: expect.arrayContaining([
          { key: 'n', value: '3' },
          { key: ORIGIN_TAG, value: `${name}/3` },
        ]),
        aliases: ['champion'],
      })
      expect(copiedRows(await copy([experiment_id]))).toEqual({})
    })

    it('what is in an experiment that could not be read goes into no other of its number', async () => {
      const experiment_id = await createExperiment(target)
      const scratch = mkdtempSync(join(tmpdir(), 'millrace-to-server-'))
      const folder = new FolderWriter(scratch)
      folder.value(join(experiment_id, 'meta.yaml'), 'name: [')
      folder.run(experiment_id, runId(1), 'homeless')
      folder.experiment('77', 'read')
      folder.run('77', runId(2), 'at home')
      const { store } = await openSource(scratch)
      const rest = new Rest(`http://127.0.0.1:${(await target.listen()).port}/`, {})
      const { damaged } = await copyStore(store, new ServerTarget(rest), { selection: {}, artifacts: false })
      expect(damaged).toMatchObject([
        { kind: 'experiment', id: experiment_id },
        { kind: 'run', id: runId(1), reason: expect.stringContaining('its experiment was not copied') },
      ])
      const found = succeeded(await target.post('runs/search', { experiment_ids: [experiment_id] }))
      expect(found.runs ?? []).toEqual([])
      rmSync(scratch, { recursive: true })
    })

    it('a copy of a copy is as whole as the copy', async () => {
      const { experiment_id, parent, model_id } = await fill(source)
      const name = uniqueName('model')
      succeeded(await source.post('registered-models/create', { name }))
      succeeded(await source.post('model-versions/create', { name, source: `models:/${model_id}`, model_id }))
      await copy([experiment_id])
      const copied = (await copiesIn(target)).get(parent)
      const back = [target, source] as const
      const report = await copy([copied.info.experiment_id], back)
      // The model that it would be is there already, and is another.
      expect(report.damaged).toMatchObject([{ kind: 'registered_model', id: name }])
      expect(unequal(report).map(([table]) => table)).toEqual([
        'registered_models',
        'registered_model_tags',
        'model_versions',
        'model_version_tags',
      ])
      expect(copiedRows(await copy([copied.info.experiment_id], back))).toEqual({})
    })

    it('what came meanwhile is brought', async () => {
      const { experiment_id, parent } = await fill(source)
      await copy([experiment_id])
      succeeded(
        await source.post('runs/log-batch', {
          run_id: parent,
          metrics: [{ key: 'loss', value: 7, timestamp: 99, step: 99 }],
          tags: [{ key: 'note', value: 'later' }],
        }),
      )
      const report = await copy([experiment_id])
      expect(copiedRows(report)).toEqual({ tags: 1, metrics: 1 })
      const run = (await copiesIn(target)).get(parent)
      expect(tagOf(run, 'note')).toBe('later')
      expect(await historyOf(target, run.info.run_id)).toEqual(await historyOf(source, parent))
    })
  })
}

it('a server that is not there is told in a sentence', async () => {
  const rest = new Rest('http://somebody:secret@127.0.0.1:9', {})
  await expect(
    copyStore(new ServerSource(rest), new ServerTarget(rest), { selection: {}, artifacts: true }),
  ).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9 cannot be reached: /)
}, 30_000)

async function fill(server: TestServer) {
  const experiment_id = await createExperiment(server, { tags: [{ key: 'team', value: 'risk' }] })
  const parent = await createRun(server, {
    experiment_id,
    run_name: 'parent 🏔️',
    start_time: 1_700_000_000_000,
  })
  const model_id = await createLoggedModel(server, {
    experiment_id,
    name: 'm',
    source_run_id: parent,
    params: [{ key: 'depth', value: '4' }],
    tags: [{ key: 'a', value: 'b' }],
  })
  succeeded(
    await server.send('PATCH', `logged-models/${model_id}`, { model_id, status: 'LOGGED_MODEL_READY' }),
  )
  const steps = Array.from({ length: 150 }, (_, step) => ({
    key: 'loss',
    value: step / 7,
    timestamp: step,
    step,
  }))
  const odd = ['NaN', 'Infinity', '-Infinity'].map((value, step) => ({
    key: 'odd',
    value,
    timestamp: 1,
    step,
  }))
  const dataset = { name: 'german', digest: 'd1', source_type: 'http', source: '{}' }
  const data = {
    metrics: [...steps, ...odd],
    params: Array.from({ length: 99 }, (_, n) => ({ key: `p${n}`, value: `${n} 𝒳` })),
    tags: [{ key: 'empty', value: '' }],
  }
  succeeded(await server.post('runs/log-batch', { run_id: parent, ...data }))
  const tags = [{ key: 'mlflow.data.context', value: 'train' }]
  succeeded(await server.post('runs/log-inputs', { run_id: parent, datasets: [{ dataset, tags }] }))
  succeeded(await server.post('runs/outputs', { run_id: parent, models: [{ model_id, step: 3 }] }))
  const end = { run_id: parent, status: 'FINISHED', end_time: 1_700_000_000_009 }
  succeeded(await server.post('runs/update', end))
  const child = await createRun(server, {
    experiment_id,
    tags: [{ key: 'mlflow.parentRunId', value: parent }],
  })
  succeeded(await server.post('runs/delete', { run_id: child }))
  const url = `${await artifactUrl(server, parent)}/a%20folder/file.txt`
  succeeded(await server.inject({ method: 'PUT', url, payload: 'bytes of a file' }))
  return { experiment_id, parent, child, model_id }
}

async function artifactUrl(server: TestServer, run_id: string): Promise<string> {
  const { artifact_uri } = (await getRun(server, run_id)).info
  return `/api/2.0/mlflow-artifacts/artifacts/${artifact_uri.replace(/^mlflow-artifacts:\/*/, '')}`
}

async function artifact(server: TestServer, run_id: string): Promise<string> {
  const url = `${await artifactUrl(server, run_id)}/a%20folder/file.txt`
  return (await server.inject({ method: 'GET', url })).text
}

/** The copies in all experiments of a server, by the run that each is a copy of. */
async function copiesIn(server: TestServer): Promise<Map<string, Json>> {
  const { experiments } = succeeded(await server.post('experiments/search', { max_results: 1000 }))
  const { runs } = succeeded(
    await server.post('runs/search', {
      experiment_ids: experiments.map((experiment: Json) => experiment.experiment_id),
      run_view_type: 'ALL',
    }),
  )
  return new Map(runs.map((run: Json) => [tagOf(run, ORIGIN_TAG), run]))
}

function tagOf(run: Json, key: string): string | undefined {
  return run.data.tags.find((tag: Json) => tag.key === key)?.value
}

async function historyOf(server: TestServer, run_id: string): Promise<Json> {
  const keys = ['loss', 'odd']
  return Promise.all(
    keys.map(async (metric_key) =>
      succeeded(await server.get('metrics/get-history', { run_id, metric_key })),
    ),
  )
}

function unequal({ rows }: CopyReport) {
  return Object.entries(rows).filter(([, { source, target }]) => source !== target)
}

function copiedRows({ rows }: CopyReport) {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([table, { copied }]) => (copied > 0 ? [[table, copied]] : [])),
  )
}
