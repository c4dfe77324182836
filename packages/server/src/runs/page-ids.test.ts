import { beforeAll, expect, it } from 'vitest'
import { parseFilter, parseOrderBy } from '../search/index.ts'
import { createExperiment, createRun, createRunWith, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'
import { idsByMetric, idsBySorting, idsOfNewest, type RunSearch } from './page-ids.ts'

const VALUES = [0.5, 0.25, 'NaN', undefined, 0.5, -1, 'NaN', 0.5, undefined, 2, 0.25, undefined] as const

const ORDERS = [
  ['metrics.auc'],
  ['metrics.auc DESC'],
  ['metrics.auc', 'params.kind DESC'],
  ['metrics.auc DESC', 'metrics.loss', 'start_time ASC'],
  ['metrics.auc', 'run_id DESC'],
]

onEveryDatabase('the ids of a page', (server) => {
  let experiment = 0

  beforeAll(async () => {
    experiment = Number(await createExperiment(server))
    for (const [i, value] of VALUES.entries()) {
      const auc = value === undefined ? [] : [{ key: 'auc', value, timestamp: 1 }]
      const metrics = [...auc, { key: 'loss', value: i % 3, timestamp: 1 }]
      const params = i % 2 ? [{ key: 'kind', value: `k${i % 4}` }] : []
      await createRunWith(
        server,
        { experiment_id: String(experiment), start_time: 100 + (i % 5) },
        { metrics, params },
      )
    }
  })

  it.each(ORDERS)(
    'are the same from the index on a metric as from sorting: %s %s %s',
    async (...order_by) => {
      const order = parseOrderBy('runs', order_by.filter(Boolean))
      const { db } = server.running.deps
      for (const text of ['', 'metrics.loss > 0', 'params.kind IS NULL']) {
        for (let offset = 0; offset <= VALUES.length; offset++) {
          const filter = parseFilter('runs', text)
          const search: RunSearch = {
            experiments: [experiment],
            stage: 'active',
            filter,
            order,
            limit: 4,
            offset,
          }
          const first = order[0]
          if (!first) throw new Error('an order is needed')
          expect(await idsByMetric(db, search, first)).toEqual(await idsBySorting(db, search))
        }
      }
    },
  )

  it.each([
    ['metrics.auc > 0.3', true],
    ["params.kind = 'k1'", true],
    ["params.kind IS NOT NULL AND metrics.auc != 2 AND attributes.status = 'RUNNING'", true],
    ['params.kind IS NULL', true],
    ['metrics.auc = -1', false],
    ["tags.none = 'x'", false],
  ])('are the same from the newest runs as from all, where there are enough: %s', async (text, enough) => {
    const { db } = server.running.deps
    for (const order of [[], parseOrderBy('runs', ['start_time DESC'])]) {
      const filter = parseFilter('runs', text)
      // One of eight runs must be found for each on the page, and for the one behind it.
      const search: RunSearch = {
        experiments: [experiment],
        stage: 'active',
        filter,
        order,
        limit: 0,
        offset: 0,
      }
      const newest = await idsOfNewest(db, search)
      if (!db.dialect.startsAnywhere || !enough) expect(newest).toBeUndefined()
      else expect(newest).toEqual(await idsBySorting(db, search))
    }
  })

  it('do not come from more of the newest where all started in the same millisecond', async () => {
    const { db } = server.running.deps
    const experiment_id = await createExperiment(server)
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createRun(server, { experiment_id, start_time: 5 })),
    )
    const ids = made.sort()
    const search: RunSearch = {
      experiments: [Number(experiment_id)],
      stage: 'active',
      filter: parseFilter('runs', "params.kind = 'rare'"),
      order: [],
      limit: 0,
      offset: 0,
    }
    const mark = (run_id: string) => server.post('runs/log-parameter', { run_id, key: 'kind', value: 'rare' })
    succeeded(await mark(ids[19] ?? ''))
    expect(await idsOfNewest(db, search)).toBeUndefined()
    expect(await idsBySorting(db, search)).toEqual([ids[19]])
    succeeded(await mark(ids[8] ?? ''))
    expect(await idsOfNewest(db, search)).toEqual(db.dialect.startsAnywhere ? [ids[8]] : undefined)
  })
})
