import type { SearchRuns } from '@millrace/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createExperiment,
  createRun,
  createRunWith,
  searchRunNames,
  succeeded,
} from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const PREFIXES = ['params', 'tags']

function list(size: number, item: (n: number) => string): string[] {
  return Array.from({ length: size }, (_, n) => item(n))
}

function many(size: number, comparison: (n: number) => string): string {
  return list(size, comparison).join(' and ')
}

onEveryDatabase('searching runs', (server) => {
  let experiment_id = ''
  const ids: Record<string, string> = {}

  /** Four runs: the metric is a number, a larger one, NaN, and missing; `e` is deleted. */
  beforeAll(async () => {
    experiment_id = await createExperiment(server)
    const metric = (value: number | 'NaN') => [{ key: 'auc', value, timestamp: 1, step: 0 }]
    const pairs = (params: Record<string, string>) =>
      Object.entries(params).map(([key, value]) => ({ key, value }))
    const runs = {
      a: {
        metrics: metric(0.5),
        params: pairs({ depth: '3', kind: 'Tree' }),
        tags: pairs({ team: 'risk', 'my key': 'x' }),
      },
      b: {
        metrics: metric(0.75),
        params: pairs({ depth: '10', kind: 'forest' }),
        tags: pairs({ team: 'Risk' }),
      },
      c: { metrics: metric('NaN'), params: pairs({ depth: '3' }) },
      d: { tags: pairs({ team: 'it"s' }) },
      e: {},
    }
    for (const [i, [run_name, data]] of Object.entries(runs).entries()) {
      ids[run_name] = await createRunWith(
        server,
        { experiment_id, run_name, start_time: 100 + i, user_id: 'u' },
        data,
      )
    }
    succeeded(await server.post('runs/update', { run_id: ids.b, status: 'FINISHED', end_time: 500 }))
    succeeded(await server.post('runs/delete', { run_id: ids.e }))
    const datasets = [
      {
        dataset: { name: 'german', digest: 'g1', source_type: 's', source: 's' },
        tags: [{ key: 'mlflow.data.context', value: 'train' }],
      },
    ]
    succeeded(await server.post('runs/log-inputs', { run_id: ids.a, datasets }))
  })

  const names = async (search: SearchRuns): Promise<string> =>
    (await searchRunNames(server, { experiment_ids: [experiment_id], ...search })).join('')

  describe('filters', () => {
    it.each([
      ['metrics.auc > 0.5', 'b'],
      ['metrics.auc >= 0.5', 'ab'],
      ['metrics.auc = 0.5', 'a'],
      ['metrics.auc != 0.5', 'bc'],
      ['metrics.auc < 1e9', 'ab'],
      ['metrics.`auc` <= 0.75', 'ab'],
      ["params.depth = '3'", 'ac'],
      ["params.depth != '3'", 'b'],
      ["params.kind LIKE 'T%'", 'a'],
      ["params.kind LIKE 't%'", ''],
      ["params.kind ILIKE 't%'", 'a'],
      ['params.kind IS NULL', 'cd'],
      ['params.kind IS NOT NULL', 'ab'],
      ["tags.team = 'risk'", 'a'],
      ["tags.team ILIKE 'RISK'", 'ab'],
      ["tags.`my key` = 'x'", 'a'],
      ['tags."my key" = \'x\'', 'a'],
      ['tags.team = "it"', ''],
      ['tags.team IS NULL', 'c'],
      ["attributes.status = 'FINISHED'", 'b'],
      ["status != 'FINISHED'", 'acd'],
      ["run_name = 'a'", 'a'],
      ["attributes.`run name` LIKE 'b%'", 'b'],
      ["run_name IN ('a', 'd')", undefined],
      ["user_id = 'u'", 'abcd'],
      ['start_time > 101', 'cd'],
      ['attributes.end_time = 500', 'b'],
      ["dataset.name = 'german'", 'a'],
      ["datasets.digest LIKE 'g%'", 'a'],
      ["dataset.context = 'train'", 'a'],
      ["dataset.context = 'test'", ''],
      ["metrics.auc > 0.1 AND params.depth = '3' and tags.team = 'risk'", 'a'],
    ])('%s', async (filter, expected) => {
      if (expected === undefined) {
        const reply = await server.post('runs/search', { experiment_ids: [experiment_id], filter })
        expect(reply.body.error_code).toBe('INVALID_PARAMETER_VALUE')
      } else expect(await names({ filter, order_by: ['start_time'] })).toBe(expected)
    })

    it('run ids by list', async () => {
      const filter = `run_id IN ('${ids.a}', '${ids.c}')`
      expect(await names({ filter, order_by: ['start_time'] })).toBe('ac')
      const others = `run_id NOT IN ('${ids.a}', '${ids.c}')`
      expect(await names({ filter: others, order_by: ['start_time'] })).toBe('bd')
    })
  })

  it.each([
    [[], 'dcba'],
    [['start_time ASC'], 'abcd'],
    [['attributes.start_time DESC'], 'dcba'],
    [['metrics.auc ASC'], 'abcd'],
    [['metrics.auc DESC'], 'bacd'],
    [['params.kind'], 'abdc'],
    [['params.kind DESC'], 'badc'],
    [['params.depth ASC', 'start_time ASC'], 'bacd'],
    [['tags.team ASC'], 'bdac'],
    [['end_time ASC'], 'bdca'],
    [['status', 'start_time'], 'bacd'],
    [['run_name DESC'], 'dcba'],
  ])('order by %j', async (order_by, expected) => {
    expect(await names({ order_by })).toBe(expected)
  })

  it.each([
    [undefined, 'abcd'],
    ['ACTIVE_ONLY', 'abcd'],
    ['DELETED_ONLY', 'e'],
    ['ALL', 'abcde'],
  ] as const)('the view %s', async (run_view_type, expected) => {
    expect(await names({ run_view_type, order_by: ['start_time'] })).toBe(expected)
  })

  it.each([
    ['newest first', []],
    ['by a metric with NaN and missing values', ['metrics.auc DESC']],
    ['by a param that some lack', ['params.kind ASC']],
  ])('pages %s follow each other without gap or repetition', async (_name, order_by) => {
    const whole = await names({ order_by })
    let found = ''
    let page_token: string | undefined
    do {
      const search = { experiment_ids: [experiment_id], order_by, max_results: 3, page_token }
      const { runs, next_page_token } = succeeded(await server.post('runs/search', search))
      found += runs.map((run: Json) => run.info.run_name).join('')
      page_token = next_page_token
    } while (page_token)
    expect(found).toBe(whole)
  })

  it('a page that ends with the last run has no token', async () => {
    const reply = await server.post('runs/search', { experiment_ids: [experiment_id], max_results: 4 })
    expect(succeeded(reply)).not.toHaveProperty('next_page_token')
  })

  it('a run is found as it is got, with its data', async () => {
    const search = { experiment_ids: [experiment_id], filter: "run_name = 'a'" }
    const { runs } = succeeded(await server.post('runs/search', search))
    expect(runs).toEqual([succeeded(await server.get('runs/get', { run_id: ids.a ?? '' })).run])
  })

  it('several experiments are searched at once, others left out', async () => {
    const other = await createExperiment(server)
    await createRun(server, { experiment_id: other, run_name: 'z', start_time: 1 })
    expect(await names({ experiment_ids: [experiment_id, other] })).toBe('dcbaz')
    expect(await names({ experiment_ids: [other] })).toBe('z')
    expect(await names({ experiment_ids: [] })).toBe('')
  })

  it('any number of experiments may be named', async () => {
    const experiment_ids = Array.from({ length: 40_000 }, (_, i) => String(1_000_000 + i))
    expect(await names({ experiment_ids: [experiment_id, ...experiment_ids] })).toBe('dcba')
  })

  it.each([
    ['metrics', 60, (i: number) => ({ filter: many(i, (n) => `metrics.m${n} > 1`) })],
    ['params and tags', 60, (i: number) => ({ filter: many(i, (n) => `${PREFIXES[n % 2]}.k${n} = '1'`) })],
    ['datasets', 10, (i: number) => ({ filter: many(i, (n) => `dataset.name = '${n}'`) })],
    ['attributes', 900, (i: number) => ({ filter: many(i, (n) => `run_id != '${n}'`) })],
    ['keys of an order', 60, (i: number) => ({ order_by: list(i, (n) => `metrics.m${n}`) })],
  ])('of %s %i are searched for, more are refused with a sentence', async (_name, limit, searchFor) => {
    const search = (size: number) =>
      server.post('runs/search', { experiment_ids: [experiment_id], ...searchFor(size) })
    succeeded(await search(limit))
    const refused = await search(limit + 1)
    expect(refused).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(refused.body.message).toContain(`at most ${limit}`)
  })

  it.each([
    [{ filter: 'auc > 0.5' }],
    [{ filter: 'metrics.auc > high' }],
    [{ filter: "metrics.auc LIKE 'x'" }],
    [{ filter: 'params.depth > 3' }],
    [{ filter: "params.depth = '3' OR params.depth = '4'" }],
    [{ filter: 'metrics.auc >' }],
    [{ filter: "'; drop table runs; --" }],
    [{ filter: 5 }],
    [{ order_by: ['auc'] }],
    [{ order_by: ['metrics.auc SIDEWAYS'] }],
    [{ max_results: 0 }],
    [{ max_results: 50_001 }],
    [{ experiment_ids: 'x' }],
    [{ experiment_ids: ['x'] }],
    [{ page_token: 'x' }],
    [{ page_token: 'e30=' }],
  ])('%j is refused', async (search) => {
    const reply = await server.post('runs/search', { experiment_ids: [experiment_id], ...search })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })

  it('a pattern that is too long is refused with a sentence', async () => {
    const filter = `tags.x LIKE '${'%'.repeat(60_000)}'`
    const reply = await server.post('runs/search', { experiment_ids: ['0'], filter })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain('too long')
  })

  it('a large page, put together in portions, keeps its order', async () => {
    const experiment_id = await createExperiment(server)
    const names = list(450, (n) => `run ${n}`)
    await Promise.all(
      names.map((run_name, start_time) => createRun(server, { experiment_id, run_name, start_time })),
    )
    const found = await searchRunNames(server, { experiment_ids: [experiment_id] })
    expect(found).toEqual(names.toReversed())
  })
})
