import { beforeAll, describe, expect, it } from 'vitest'
import { createExperiment, createRunWith, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase, type Query } from '../testing/test-server.ts'

const AUCS = [0.5, 0.75, 'NaN', 1.75, undefined, 'Infinity'] as const
const OWN = '/api/3.0/millrace/runs/'

onEveryDatabase('the table of runs', (server) => {
  let experiment = ''
  const ids: string[] = []

  const ask = async (path: string, body: object) =>
    succeeded(await server.post(OWN + path, { experiment_ids: [experiment], ...body }))
  const look = async (path: string, query: Query) =>
    succeeded(await server.get(OWN + path, { experiment_ids: experiment, ...query }))
  const file = async (query: Query) =>
    server.inject({ method: 'GET', url: `${OWN}export`, query: { experiment_ids: experiment, ...query } })

  /** `model` is Tree, tree or missing by turns. */
  beforeAll(async () => {
    experiment = await createExperiment(server)
    for (const [i, value] of AUCS.entries()) {
      const model = [[{ key: 'model', value: 'Tree' }], [{ key: 'model', value: 'tree' }], []][i % 3] ?? []
      ids.push(
        await createRunWith(
          server,
          { experiment_id: experiment, run_name: `run ${i}`, start_time: 100 + Math.floor(i / 2) },
          {
            metrics: value === undefined ? [] : [{ key: 'auc', value, timestamp: 1 }],
            params: [...model, { key: 'note', value: i === 0 ? '=cmd|"a",b' : '-1.5' }],
            tags: [{ key: 'team', value: i < 3 ? 'risk' : 'Мария 🎲' }],
          },
        ),
      )
    }
    const dataset = { name: 'german', digest: 'g1', source_type: 's', source: 's' }
    for (const digest of ['g1', 'g2']) {
      const datasets = [{ dataset: { ...dataset, digest }, tags: [] }]
      succeeded(await server.post('runs/log-inputs', { run_id: ids[0], datasets }))
    }
  })

  it('counts the runs that match', async () => {
    expect(await ask('count', {})).toEqual({ count: 6 })
    expect(await ask('count', { filter: 'metrics.auc > 0.6' })).toEqual({ count: 3 })
    expect(await ask('count', { run_view_type: 'DELETED_ONLY' })).toEqual({ count: 0 })
    expect(await ask('count', { experiment_ids: [] })).toEqual({ count: 0 })
  })

  it('knows the most frequent keys, and finds one by a part of it', async () => {
    const keys = await look('keys', {})
    expect(keys.metrics).toEqual([{ key: 'auc', runs: 5 }])
    expect(keys.params).toEqual([
      { key: 'note', runs: 6 },
      { key: 'model', runs: 4 },
    ])
    expect((await look('keys', { contains: 'OD' })).params).toEqual([{ key: 'model', runs: 4 }])
    expect((await look('keys', { max_results: '1' })).params).toHaveLength(1)
  })

  it.each([
    ['params.model', '', ['Tree', 'tree']],
    ['tags.`team`', 'ria', ['Мария 🎲'].slice(1)],
    ['tags.team', 'RIS', ['risk']],
    ['status', '', ['RUNNING']],
    ['attributes.run_name', '5', ['run 5']],
    ['dataset.name', '', ['german']],
  ])('knows the values of %s with “%s”', async (key, contains, values) => {
    const found = await look('values', { key, contains })
    expect(found.values.map(({ key }: Json) => key)).toEqual(values)
  })

  it('groups by a param letter by letter, and sums up the numbers', async () => {
    const { groups } = await ask('group', { group_by: ['params.model'], metrics: ['auc', 'none'] })
    const none = { key: 'none', count: 0 }
    expect(groups).toEqual([
      {
        values: ['Tree'],
        runs: 2,
        metrics: [{ key: 'auc', count: 2, mean: 1.125, min: 0.5, max: 1.75 }, none],
      },
      {
        values: ['tree'],
        runs: 2,
        metrics: [{ key: 'auc', count: 1, mean: 0.75, min: 0.75, max: 0.75 }, none],
      },
      {
        values: [null],
        runs: 2,
        metrics: [{ key: 'auc', count: 1, min: Number.MAX_VALUE, max: Number.MAX_VALUE }, none],
      },
    ])
  })

  it('groups by several names, in pages, in the order of a mean, of what a filter leaves', async () => {
    const asked = {
      group_by: ['tags.team', 'dataset.name'],
      metrics: ['auc'],
      filter: "params.model ILIKE 'tree'",
    }
    const first = await ask('group', { ...asked, order_by: 'metrics.auc DESC', max_results: 1 })
    expect(first.groups[0].values).toEqual(['Мария 🎲', null])
    const second = await ask('group', {
      ...asked,
      order_by: 'metrics.auc DESC',
      page_token: first.next_page_token,
    })
    expect(second.groups.map(({ values, runs }: Json) => [...values, runs])).toEqual([
      ['risk', null, 1],
      ['risk', 'german', 1],
    ])
    expect(second.next_page_token).toBeUndefined()
  })

  it.each([
    [{}, 'group_by'],
    [{ group_by: ['metrics.auc'] }, "'metrics.auc' cannot be used here"],
    [{ group_by: ['status', 'status', 'status', 'status'] }, 'one to three'],
    [{ group_by: ['status'], order_by: 'metrics.loss' }, "one of 'metrics'"],
    [{ group_by: ['nothing'] }, 'nothing'],
    [{ group_by: ['status'], filter: 'a >> 1' }, 'Invalid'],
  ])('refuses to group by %j', async (body, message) => {
    const reply = await server.post(`${OWN}group`, { experiment_ids: [experiment], ...body })
    expect(reply.status).toBe(400)
    expect(reply.body.message).toContain(message)
  })

  describe('as a file', () => {
    it('is CSV with the columns asked for, and nothing that a spreadsheet would run', async () => {
      const reply = await file({ columns: ['attributes.run_name', 'params.note', 'metrics.auc'] })
      expect(reply.headers['content-disposition']).toBe(`attachment; filename="runs-${experiment}.csv"`)
      const lines = reply.text.split('\r\n')
      expect(lines[0]).toBe('\u{feff}run_name,params.note,metrics.auc')
      expect([...lines].sort()).toContain(`run 0,"'=cmd|""a"",b",0.5`)
      expect([...lines].sort()).toContain('run 2,-1.5,NaN')
      expect(lines).toHaveLength(AUCS.length + 2)
    })

    it('has every column and every run where none is chosen', async () => {
      const { text } = await file({})
      const [head, ...rows] = text.trim().split('\r\n')
      for (const name of ['run_id', 'metrics.auc', 'params.model', 'tags.team', 'tags.mlflow.runName'])
        expect(head?.split(',')).toContain(name)
      expect(rows).toHaveLength(AUCS.length)
    })

    it('is JSON as a search answers, in the order and of the runs asked for', async () => {
      const asked = { filter: 'metrics.auc > 0.6', order_by: ['metrics.auc ASC'] }
      const { body } = await file({ ...asked, format: 'json' })
      const search = { experiment_ids: [experiment], ...asked }
      expect(body.runs).toEqual(succeeded(await server.post('runs/search', search)).runs)
      expect((await file({ filter: "params.model = 'no'", format: 'json' })).body).toEqual({ runs: [] })
    })

    it.each([
      [{ filter: 'a >> 1' }, 'Invalid'],
      [{ columns: ['params'] }, "no column 'params'"],
      [{ columns: ['attributes.constructor'] }, 'no column'],
      [{ experiment_ids: '../1' }, '../1'],
    ])('is refused for %j before it begins', async (query, message) => {
      const reply = await file(query)
      expect(reply.status).toBe(400)
      expect(reply.body.message).toContain(message)
    })
  })
})
