import { expect, it } from 'vitest'
import { createRun, createRunWith, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const curve = (length: number, key = 'loss') =>
  Array.from({ length }, (_, step) => ({ key, value: 1 / (step + 1), timestamp: 1000 + step, step }))

onEveryDatabase('metric histories', (server) => {
  const history = async (query: Record<string, string>): Promise<Json> =>
    succeeded(await server.get('metrics/get-history', query))
  const ajax = (path: string) => `/ajax-api/2.0/mlflow/metrics/${path}`

  it('a history holds every point, oldest first', async () => {
    const metrics = curve(5)
    const run_id = await createRunWith(server, {}, { metrics: metrics.toReversed() })
    expect(await history({ run_id, metric_key: 'loss' })).toEqual({ metrics })
  })

  it('an unknown metric has an empty history', async () => {
    expect(await history({ run_id: await createRun(server), metric_key: 'none' })).toEqual({})
  })

  it('pages follow each other without gap or repetition', async () => {
    const metrics = curve(7)
    const run_id = await createRunWith(server, {}, { metrics })
    const found: Json[] = []
    const sizes: number[] = []
    let page_token = ''
    do {
      const page = await history({
        run_id,
        metric_key: 'loss',
        max_results: '3',
        ...(page_token && { page_token }),
      })
      found.push(...page.metrics)
      sizes.push(page.metrics.length)
      page_token = page.next_page_token ?? ''
    } while (page_token)
    expect(found).toEqual(metrics)
    expect(sizes).toEqual([3, 3, 1])
  })

  it.each([
    ['NaN', 'NaN'],
    ['Infinity', Number.MAX_VALUE],
    ['-Infinity', -Number.MAX_VALUE],
    [0.1 + 0.2, 0.30000000000000004],
    [-0.0001, -0.0001],
    [5e-324, 5e-324],
  ])('the value %j comes back as %j', async (value, expected) => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/log-metric', { run_id, key: 'm', value, timestamp: 1 }))
    expect((await history({ run_id, metric_key: 'm' })).metrics[0].value).toBe(expected)
  })

  it.each([
    ['a number', '9007199254740993', '9007199254740993'],
    ['text', '"9007199254740993"', '9007199254740993'],
    ['the largest', '9223372036854775807', '9223372036854775807'],
  ])('integers beyond 2^53 given as %s are kept digit by digit', async (_name, given, digits) => {
    const run_id = await createRun(server)
    const body = `{"run_id":"${run_id}","key":"m","value":1,"timestamp":${given},"step":${given}}`
    succeeded(await server.post('runs/log-metric', body))
    for (const path of ['metrics/get-history', `/ajax-api/2.0/mlflow/metrics/get-history`, 'runs/get']) {
      const { text } = await server.get(path, { run_id, metric_key: 'm' })
      expect(text).toMatch(new RegExp(`"timestamp": ?${digits}\\b`))
      expect(text).toMatch(new RegExp(`"step": ?${digits}\\b`))
    }
  })

  it('points of one batch may be beyond 2^53, and are ordered by all their digits', async () => {
    const run_id = await createRun(server)
    const steps = ['5', '9007199254740993', '9007199254740992', '9223372036854775807']
    const points = steps.map(
      (step, value) => `{"key":"m","value":${value},"timestamp":1764000000000000001,"step":${step}}`,
    )
    succeeded(await server.post('runs/log-batch', `{"run_id":"${run_id}","metrics":[${points}]}`))
    const { text } = await server.get('metrics/get-history', { run_id, metric_key: 'm' })
    for (const step of steps) expect(text).toMatch(new RegExp(`"step": ?${step}\\b`))
    const latest = await server.get('runs/get', { run_id })
    expect(latest.text).toMatch(/"step": ?9223372036854775807\b/)
  })

  it('the smallest step is kept digit by digit', async () => {
    const run_id = await createRun(server)
    const body = `{"run_id":"${run_id}","key":"m","value":1,"timestamp":1,"step":-9223372036854775808}`
    succeeded(await server.post('runs/log-metric', body))
    const { text } = await server.get('metrics/get-history', { run_id, metric_key: 'm' })
    expect(text).toMatch(/"step": ?-9223372036854775808\b/)
  })

  it('the same point twice is one point, another value of the same time is another', async () => {
    const run_id = await createRun(server)
    const point = { key: 'm', value: 1, timestamp: 1, step: 1 }
    succeeded(
      await server.post('runs/log-batch', { run_id, metrics: [point, point, { ...point, value: 2 }] }),
    )
    succeeded(await server.post('runs/log-metric', { run_id, ...point }))
    expect((await history({ run_id, metric_key: 'm' })).metrics).toHaveLength(2)
  })

  it('the histories of several runs come together, run by run', async () => {
    const runs = [
      await createRunWith(server, {}, { metrics: curve(3) }),
      await createRunWith(server, {}, { metrics: curve(2) }),
    ]
    const reply = succeeded(await server.get(ajax('get-history-bulk'), { run_id: runs, metric_key: 'loss' }))
    const expected = runs
      .toSorted()
      .flatMap((run_id) => curve(run_id === runs[0] ? 3 : 2).map((m) => ({ ...m, run_id })))
    expect(reply.metrics).toEqual(expected)
  })

  it('a bulk history is cut at max_results', async () => {
    const run_id = await createRunWith(server, {}, { metrics: curve(10) })
    const query = { run_id, metric_key: 'loss', max_results: '4' }
    expect(succeeded(await server.get(ajax('get-history-bulk'), query)).metrics).toHaveLength(4)
  })

  const interval = async (query: Record<string, string | string[]>): Promise<Json[]> =>
    succeeded(await server.get(ajax('get-history-bulk-interval'), query)).metrics ?? []

  it('an interval thins a long curve and keeps its ends', async () => {
    const run_id = await createRunWith(server, {}, { metrics: curve(1000) })
    const steps = (await interval({ run_ids: [run_id], metric_key: 'loss', max_results: '20' })).map(
      (m) => m.step,
    )
    expect(steps).toHaveLength(20)
    expect([steps[0], steps.at(-1)]).toEqual([0, 999])
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  })

  it('a short curve is whole, within the steps asked for', async () => {
    const run_id = await createRunWith(server, {}, { metrics: curve(10) })
    const all = await interval({ run_ids: [run_id], metric_key: 'loss' })
    expect(all).toEqual(curve(10).map((m) => ({ ...m, run_id })))
    const some = await interval({ run_ids: [run_id], metric_key: 'loss', start_step: '3', end_step: '5' })
    expect(some.map((m) => m.step)).toEqual([3, 4, 5])
  })

  it('an interval keeps steps beyond 2^53 apart, and the points of one step in order of time', async () => {
    const run_id = await createRun(server)
    const points = [
      ['9007199254740993', 3, 1],
      ['9007199254740992', 2, 1],
      ['7', 2, 5],
      ['7', 1, 9],
    ]
    for (const [step, timestamp, value] of points) {
      const body = `{"run_id":"${run_id}","key":"m","value":${value},"timestamp":${timestamp},"step":${step}}`
      succeeded(await server.post('runs/log-metric', body))
    }
    const steps = async (query: Record<string, string>) => {
      const { text } = await server.get(ajax('get-history-bulk-interval'), {
        run_ids: [run_id],
        metric_key: 'm',
        ...query,
      })
      return [...text.matchAll(/"timestamp": ?(\d+), ?"step": ?(\d+)/g)].map(([, time, step]) => [step, time])
    }
    const whole = [
      ['7', '1'],
      ['7', '2'],
      ['9007199254740992', '2'],
      ['9007199254740993', '3'],
    ]
    expect(await steps({})).toEqual(whole)
    expect(await steps({ start_step: '7', end_step: '8' })).toEqual(whole.slice(0, 2))
  })

  it('an interval gives the runs as they are asked for and leaves out those without the metric', async () => {
    const [one, two, none] = await Promise.all([
      createRunWith(server, {}, { metrics: curve(1) }),
      createRunWith(server, {}, { metrics: curve(2) }),
      createRun(server),
    ])
    const found = await interval({ run_ids: [two, none, one, two], metric_key: 'loss' })
    expect(found.map((m) => m.run_id)).toEqual([two, two, one, two, two])
    expect(await interval({ run_ids: [one], metric_key: 'a "quoted" name' })).toEqual([])
  })

  it('an interval spreads over points that share a step, the newest among them', async () => {
    const metrics = Array.from({ length: 1000 }, (_, n) => ({ key: 'loss', value: n, timestamp: n, step: 0 }))
    const run_id = await createRunWith(server, {}, { metrics })
    const found = await interval({ run_ids: [run_id], metric_key: 'loss', max_results: '10' })
    expect(found.map((m) => m.value)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 999])
  })

  it('an interval of a run that is not there is empty', async () => {
    expect(await interval({ run_ids: ['0'.repeat(32)], metric_key: 'loss' })).toEqual([])
  })

  it.each<[path: string, query: Record<string, string | string[]>]>([
    ['get-history', { run_id: 'r' }],
    ['get-history', { metric_key: 'm' }],
    ['get-history', { run_id: 'r', metric_key: 'm', max_results: '0' }],
    ['get-history', { run_id: 'r', metric_key: 'm', max_results: 'x' }],
    ['get-history', { run_id: 'r', metric_key: 'm', page_token: 'x', max_results: '5' }],
    ['get-history-bulk', { metric_key: 'm' }],
    ['get-history-bulk', { run_id: 'r' }],
    ['get-history-bulk', { run_id: Array(101).fill('r'), metric_key: 'm' }],
    ['get-history-bulk-interval', { metric_key: 'm' }],
    ['get-history-bulk-interval', { run_ids: 'r', metric_key: 'm', start_step: '1' }],
    ['get-history-bulk-interval', { run_ids: 'r', metric_key: 'm', start_step: '2', end_step: '1' }],
    ['get-history-bulk-interval', { run_ids: 'r', metric_key: 'm', max_results: '0' }],
    ['get-history-bulk-interval', { run_ids: Array(101).fill('r'), metric_key: 'm' }],
  ])('%s refuses what is wrong (%#)', async (path, query) => {
    const reply = await server.get(ajax(path), query)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })
})
