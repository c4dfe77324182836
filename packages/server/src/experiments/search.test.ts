import type { SearchExperiments } from '@millrace/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { createExperiment, succeeded, uniqueName } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'
import { tagsOfMany } from './queries.ts'

onEveryDatabase('searching experiments', (server) => {
  const prefix = uniqueName('search')
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    const tags = { a: [{ key: 'team', value: 'Risk' }], b: [{ key: 'team', value: 'fraud' }], c: [], d: [] }
    for (const [letter, list] of Object.entries(tags)) {
      ids[letter] = await createExperiment(server, { name: `${prefix}-${letter}`, tags: list })
    }
    succeeded(await server.post('experiments/delete', { experiment_id: ids.d }))
  })

  const search = async (fields: SearchExperiments): Promise<Json> =>
    succeeded(await server.post('experiments/search', { max_results: 100, ...fields }))

  /** The last letters of the names found, in order. */
  const letters = async (fields: SearchExperiments): Promise<string> => {
    const mine = `name LIKE '${prefix}-%'`
    const filter = fields.filter ? `${fields.filter} AND ${mine}` : mine
    const { experiments = [] } = await search({ ...fields, filter })
    return experiments.map(({ name }: Json) => name.slice(-1)).join('')
  }

  describe('filters', () => {
    it.each([
      [`name = '${prefix}-a'`, 'a'],
      [`name != '${prefix}-a'`, 'bc'],
      [`name ILIKE '%-B'`, 'b'],
      [`name LIKE '%-B'`, ''],
      [`tags.team = 'Risk'`, 'a'],
      [`tags.team != 'Risk'`, 'b'],
      [`tags.team LIKE 'Ri%'`, 'a'],
      [`tags.team ILIKE 'FR%'`, 'b'],
      ['creation_time > 0', 'abc'],
      ['last_update_time < 1', ''],
    ])('%s', async (filter, expected) => {
      expect(await letters({ filter, order_by: ['name ASC'] })).toBe(expected)
    })
  })

  it.each([
    [undefined, 'abc'],
    ['ACTIVE_ONLY', 'abc'],
    ['DELETED_ONLY', 'd'],
    ['ALL', 'abcd'],
  ] as const)('the view %s shows %s', async (view_type, expected) => {
    expect(await letters({ view_type, order_by: ['name'] })).toBe(expected)
  })

  it.each([
    [['name DESC'], 'cba'],
    [['name'], 'abc'],
    [['experiment_id'], 'abc'],
    [['experiment_id DESC'], 'cba'],
  ])('order by %j', async (order_by, expected) => {
    expect(await letters({ order_by })).toBe(expected)
  })

  it('pages follow each other without gap or repetition, the last one without a token', async () => {
    const found: string[] = []
    const sizes: number[] = []
    let page_token: string | undefined
    do {
      const filter = `name LIKE '${prefix}-%'`
      const { experiments, next_page_token } = await search({
        filter,
        order_by: ['name'],
        max_results: 2,
        page_token,
      })
      found.push(...experiments.map((experiment: Json) => experiment.name.slice(-1)))
      sizes.push(experiments.length)
      page_token = next_page_token
    } while (page_token)
    expect(found.join('')).toBe('abc')
    expect(sizes).toEqual([2, 1])
  })

  it('a page of any size has its tags', async () => {
    const made = (await search({})).experiments.map(({ experiment_id }: Json) => Number(experiment_id))
    const ids = [...Array.from({ length: 50_000 }, (_, i) => i), ...made]
    const tags = await tagsOfMany(server.running.deps.db, ids)
    expect(tags.length).toBeGreaterThan(0)
  })

  it('nothing found answers an empty object', async () => {
    expect(await search({ filter: `name = '${uniqueName('none')}'` })).toEqual({})
  })

  it('a GET takes the same fields, lists repeated', async () => {
    const query = {
      max_results: '2',
      filter: `name LIKE '${prefix}-%'`,
      order_by: ['name DESC'],
      view_type: 'ALL',
    }
    const { experiments } = succeeded(await server.get('experiments/search', query))
    expect(experiments.map((experiment: Json) => experiment.name.slice(-1))).toEqual(['d', 'c'])
  })

  it.each([
    [{ max_results: 0 }],
    [{ max_results: -1 }],
    [{ max_results: 50_001 }],
    [{ max_results: 'many' }],
    [{ max_results: 10, filter: 'name ~ 5' }],
    [{ max_results: 10, filter: "secret = 'x'" }],
    [{ max_results: 10, order_by: ['secret'] }],
    [{ max_results: 10, filter: Array(61).fill("tags.a = 'x'").join(' and ') }],
    [{ max_results: 10, order_by: 'name' }],
    [{ max_results: 10, page_token: 'no token' }],
    [{}],
  ])('%j is refused', async (body) => {
    const reply = await server.post('experiments/search', body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })
})
