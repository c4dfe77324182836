import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import {
  createExperiment,
  createLoggedModel,
  createRun,
  succeeded,
  uniqueName,
} from '../testing/factories.ts'
import type { Json } from '../testing/test-server.ts'
import { TestServer } from '../testing/test-server.ts'
import { copyStore } from './copy.ts'
import { DatabaseSource } from './read-database.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import type { Selection } from './store.ts'
import { Databases, fill } from './testing.ts'
import { type Asked, inFrontOf } from './testing-front.ts'
import { ServerTarget } from './write-server.ts'

const NO_ANSWER = [500, { error_code: 'INTERNAL_ERROR', message: 'The server is going down.' }] as const

for (const kind of DATABASES) {
  describe(`copying points of logged models (${kind.name})`, () => {
    const databases = new Databases()
    const [source, target] = [new TestServer(), new TestServer()]
    beforeAll(async () => {
      for (const server of [source, target]) await server.start(kind, {})
    })
    afterAll(async () => {
      for (const server of [source, target]) await server.stop()
    })

    async function copy(selection: Selection, isRefused: (asked: Asked) => boolean = () => false) {
      await using front = await inFrontOf(await target.listen(), (asked) =>
        isRefused(asked) ? NO_ANSWER : undefined,
      )
      const from = new Rest(`http://127.0.0.1:${(await source.listen()).port}`, {})
      return await copyStore(new ServerSource(from), new ServerTarget(new Rest(front.address, {})), {
        selection,
        artifacts: false,
      })
    }

    async function pointsIn(server: TestServer, experiment: string): Promise<string[]> {
      const { experiment: found } = succeeded(
        await server.get('experiments/get-by-name', { experiment_name: experiment }),
      )
      const { models } = succeeded(
        await server.post('logged-models/search', { experiment_ids: [found.experiment_id] }),
      )
      return models[0].data.metrics.map((metric: Json) => `${metric.key}@${metric.step}`).sort()
    }

    it('what a copy that broke off left out, and what came since, is brought', async () => {
      const name = uniqueName('experiment')
      const experiment_id = await createExperiment(source, { name })
      const run_id = await createRun(source, { experiment_id })
      const model_id = await createLoggedModel(source, { experiment_id, source_run_id: run_id })
      const log = async (step: number) =>
        succeeded(
          await source.post('runs/log-metric', {
            run_id,
            model_id,
            key: 'loss',
            value: step,
            timestamp: 5,
            step,
          }),
        )
      for (const step of [0, 1, 2]) await log(step)
      let logged = 0
      const broken = await copy(
        { experiments: [name] },
        ({ url }) => url.endsWith('log-metric') && ++logged > 1,
      )
      expect(broken.damaged).toHaveLength(1)
      expect(await pointsIn(target, name)).toEqual(['loss@0'])
      await log(3)
      const report = await copy({ experiments: [name] })
      expect(report.rows.logged_model_metrics).toEqual({ source: 4, target: 4, copied: 3 })
      expect(await pointsIn(target, name)).toEqual(await pointsIn(source, name))
      const again = await copy({ experiments: [name] })
      expect(again.rows.logged_model_metrics).toEqual({ source: 4, target: 4, copied: 0 })
    })

    it('deleted models are passed over, and one that is deleted later is deleted', async () => {
      const { database } = await databases.create(kind)
      const [name, model_id] = [uniqueName('experiment'), `m-${'1'.padStart(32, '0')}`]
      const model = (id: string, lifecycle_stage: string) => ({
        model_id: id,
        experiment_id: 77,
        name: 'm',
        artifact_location: 's3://a/b',
        creation_timestamp_ms: 1,
        last_updated_timestamp_ms: 1,
        status: 2,
        lifecycle_stage,
      })
      await fill(database, {
        experiments: [{ experiment_id: 77, name, lifecycle_stage: 'active' }],
        logged_models: [model(model_id, 'active'), model(`m-${'2'.padStart(32, '0')}`, 'deleted')],
      })
      const carry = async () => {
        const from = new DatabaseSource('a database', database.db)
        const to = new ServerTarget(new Rest(`http://127.0.0.1:${(await target.listen()).port}`, {}))
        return copyStore(from, to, { selection: { experiments: [name] }, artifacts: false })
      }
      const report = await carry()
      expect(report.rows.logged_models).toEqual({ source: 2, target: 2, copied: 1 })
      expect(report.notes.join()).toContain('1 deleted logged models were passed over')
      await database.writer.write((tx) =>
        tx.query({
          compile: () => sql`update logged_models set lifecycle_stage = 'deleted'`.compile(tx.builder),
        }),
      )
      expect((await carry()).rows.logged_models?.copied).toBe(1)
      expect((await carry()).rows.logged_models?.copied).toBe(0)
      const { experiment } = succeeded(await target.get('experiments/get-by-name', { experiment_name: name }))
      const search = { experiment_ids: [experiment.experiment_id] }
      expect(succeeded(await target.post('logged-models/search', search)).models ?? []).toEqual([])
    })

    it('points of runs that are not copied are missed', async () => {
      const name = uniqueName('experiment')
      const experiment_id = await createExperiment(source, { name })
      const model_id = await createLoggedModel(source, { experiment_id })
      const old = await createRun(source, { experiment_id, start_time: 5 })
      succeeded(
        await source.post('runs/log-metric', { run_id: old, model_id, key: 'loss', value: 1, timestamp: 5 }),
      )
      const report = await copy({ experiments: [name], since: 1_600_000_000_000 })
      expect(report.rows.logged_model_metrics).toEqual({ source: 1, target: 0, copied: 0 })
      expect(report.notes).toContain(
        '1 metric points of logged models stayed behind: their runs were not copied.',
      )
    })
  })
}
