import { beforeAll, expect, it } from 'vitest'
import { createExperiment, createRunWith, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const MANY = 30

onEveryDatabase('a page of the table of runs', (server) => {
  let experiment = ''
  /** By name. `sweep` has the children `a` and `b`, `b` the child `deep`; `many` has metrics m0 … m29. */
  const ids: Record<string, string> = {}
  const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id) ?? id

  const look = async (body: object) =>
    succeeded(
      await server.post('/api/3.0/millrace/runs/table', {
        experiment_ids: [experiment],
        order_by: ['attributes.start_time ASC'],
        ...body,
      }),
    )
  const names = ({ runs = [] }: Json) => runs.map((run: Json) => run.info.run_name)
  const keys = (list: Json[] = []) => list.map(({ key }) => key).sort()

  const log = async (
    name: string,
    parent: string | undefined,
    metrics: Record<string, number | 'NaN'>,
    params: Record<string, string>,
  ) => {
    const pairs = <T>(values: Record<string, T>) =>
      Object.entries(values).map(([key, value]) => ({ key, value }))
    const at = { experiment_id: experiment, run_name: name, start_time: 1000 + Object.keys(ids).length }
    const tags: Record<string, string> = { team: 'risk' }
    if (parent) tags['mlflow.parentRunId'] = ids[parent] ?? ''
    ids[name] = await createRunWith(server, at, {
      metrics: pairs(metrics).map((metric) => ({ ...metric, timestamp: 5 })),
      params: pairs(params),
      tags: pairs(tags),
    })
  }

  beforeAll(async () => {
    experiment = await createExperiment(server)
    await log('sweep', undefined, {}, { same: 'x' })
    await log('a', 'sweep', { auc: 0.5, 'system/cpu': 1 }, { same: 'x', depth: '3', Depth2: 'A' })
    await log('b', 'sweep', { auc: 'NaN', loss: 2 }, { same: 'x', depth: '5' })
    await log('deep', 'b', { auc: 0.75 }, { same: 'x', depth: '5' })
    const many = Array.from({ length: MANY }, (_, i) => [`m${String(i).padStart(2, '0')}`, i])
    await log('many', undefined, Object.fromEntries(many), { same: 'x' })
  })

  it('has of each run only the columns asked for', async () => {
    const { runs, partial } = await look({
      columns: ['metrics.auc', 'params.depth', 'tags.team', 'params.none'],
    })
    expect(runs[1].info).toMatchObject({ run_id: ids.a, run_name: 'a', status: 'RUNNING', start_time: 1001 })
    expect(runs[1].data).toEqual({
      metrics: [{ key: 'auc', value: 0.5, timestamp: 5, step: 0 }],
      params: [{ key: 'depth', value: '3' }],
      tags: [{ key: 'team', value: 'risk' }],
    })
    expect(runs[0].data).toEqual({ tags: [{ key: 'team', value: 'risk' }] })
    expect(runs[2].data.metrics).toEqual([{ key: 'auc', value: 'NaN', timestamp: 5, step: 0 }])
    // The first has no metrics at all, so none are missing.
    expect(partial.map(nameOf)).toEqual(['a', 'b', 'deep', 'many'])
  })

  it('has all metrics of runs that have few', async () => {
    const { runs, partial } = await look({ whole_metrics: 2, columns: ['metrics.m01'] })
    expect(keys(runs[1].data.metrics)).toEqual(['auc', 'system/cpu'])
    expect(keys(runs[4].data.metrics)).toEqual(['m01'])
    expect(partial.map(nameOf)).toEqual(['many'])
  })

  it('suggests what most runs have, and params that differ', async () => {
    const reply = await look({ suggest: true, columns: ['tags.team'] })
    expect(reply.columns).toEqual([
      ...['metrics.auc', 'metrics.loss', 'metrics.m00', 'metrics.m01'],
      ...['params.depth', 'params.same', 'params.Depth2'],
    ])
    expect(keys(reply.runs[1].data.params)).toEqual(['Depth2', 'depth', 'same'])
    expect(keys(reply.runs[4].data.metrics)).toEqual(['m00', 'm01'])
  })

  it('is found, ordered and paged as a search is', async () => {
    const asked = { filter: "tags.team = 'risk'", order_by: ['metrics.auc DESC'], max_results: 2 }
    const search = succeeded(await server.post('runs/search', { experiment_ids: [experiment], ...asked }))
    const table = await look(asked)
    expect(names(table)).toEqual(names(search))
    expect(table.next_page_token).toBe(search.next_page_token)
    expect(names(await look({ ...asked, page_token: table.next_page_token }))).toEqual(
      ['b', 'many'].slice(0, 2),
    )
    expect(await look({ filter: "tags.team = 'none'" })).toEqual({})
  })

  it('shows families as such: those on top, and how many children match', async () => {
    const reply = await look({ top: true })
    expect(names(reply)).toEqual(['sweep', 'many'])
    expect(reply.children).toEqual({ [ids.sweep ?? '']: 2 })
    const children = await look({ parent_run_id: ids.sweep })
    expect(names(children)).toEqual(['a', 'b'])
  })

  it('a child whose parent does not match is on top itself', async () => {
    const reply = await look({ top: true, filter: 'metrics.auc > 0.1' })
    expect(names(reply)).toEqual(['a', 'deep'])
    const deeper = await look({ top: true, filter: "params.depth = '5'" })
    expect(names(deeper)).toEqual(['b'])
    expect(deeper.children).toEqual({ [ids.b ?? '']: 1 })
    expect(names(await look({ parent_run_id: ids.b, filter: 'metrics.auc > 0.9' }))).toEqual([])
  })

  it('counts them likewise', async () => {
    const count = async (body: object) =>
      succeeded(await server.post('/api/3.0/millrace/runs/count', { experiment_ids: [experiment], ...body }))
    expect(await count({})).toEqual({ count: 5 })
    expect(await count({ top: true })).toEqual({ count: 2, all: 5 })
    expect(await count({ parent_run_id: ids.sweep })).toEqual({ count: 2 })
    expect(await count({ top: true, filter: "params.depth = '5'" })).toEqual({ count: 1, all: 2 })
  })

  it('a run that names itself as its parent is not lost', async () => {
    const own = await createExperiment(server)
    const id = await createRunWith(server, { experiment_id: own }, {})
    succeeded(await server.post('runs/set-tag', { run_id: id, key: 'mlflow.parentRunId', value: id }))
    const { runs, children } = await look({ experiment_ids: [own], top: true })
    expect(runs.map((run: Json) => run.info.run_id)).toEqual([id])
    expect(children).toEqual({})
  })

  it.each([
    [{ columns: ['depth'] }, "'depth' is no column"],
    [{ columns: ['attributes.status'] }, "'attributes.status' is no column"],
    [{ columns: Array(1001).fill('metrics.a') }, 'At most 1000 columns'],
    [{ max_results: 0 }, 'max_results'],
    [{ whole_metrics: -1 }, 'whole_metrics'],
  ])('refuses %j', async (body, message) => {
    const reply = await server.post('/api/3.0/millrace/runs/table', { experiment_ids: [experiment], ...body })
    expect(reply.status).toBe(400)
    expect(reply.body.message).toContain(message)
  })
})
