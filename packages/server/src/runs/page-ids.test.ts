import { beforeAll, expect, it } from 'vitest'
import { parseFilter, parseOrderBy } from '../search/index.ts'
import { createExperiment, createRunWith } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'
import { idsByMetric, idsBySorting, type RunSearch } from './page-ids.ts'

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
})
