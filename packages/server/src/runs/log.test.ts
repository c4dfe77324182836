import { expect, it } from 'vitest'
import { byKey, createRun, createRunWith, getRun, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const FOUR_BYTES = 'модел 𝒳 🏦'

onEveryDatabase('logging to a run', (server) => {
  const data = async (run_id: string): Promise<Json> => (await getRun(server, run_id)).data

  it('a metric, a param and a tag are there after they were logged', async () => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/log-metric', { run_id, key: 'auc', value: 0.1, timestamp: 7, step: 3 }))
    succeeded(await server.post('runs/log-parameter', { run_id, key: 'depth', value: '3' }))
    succeeded(await server.post('runs/set-tag', { run_id, key: 'team', value: 'risk' }))
    const found = await data(run_id)
    expect(found.metrics).toEqual([{ key: 'auc', value: 0.1, timestamp: 7, step: 3 }])
    expect(found.params).toEqual([{ key: 'depth', value: '3' }])
    expect(byKey(found.tags).team).toBe('risk')
  })

  it('text of every kind of character survives in values', async () => {
    const text = `${FOUR_BYTES}\n"'\\\t\u0001\uffff`
    const run_id = await createRunWith(
      server,
      {},
      { params: [{ key: 'p', value: text }], tags: [{ key: 't', value: text }] },
    )
    const { params, tags } = await data(run_id)
    expect(params).toEqual([{ key: 'p', value: text }])
    expect(byKey(tags).t).toBe(text)
  })

  it('keys may hold letters of any script', async () => {
    const run_id = await createRunWith(
      server,
      {},
      { metrics: [{ key: 'точност/дял 1', value: 1, timestamp: 1 }] },
    )
    expect((await data(run_id)).metrics[0].key).toBe('точност/дял 1')
  })

  it.each([
    ['NaN', 'NaN', 'NaN'],
    ['Infinity', 'Infinity', Number.MAX_VALUE],
    ['-Infinity', '-Infinity', -Number.MAX_VALUE],
    ['a number as text', '0.30000000000000004', 0.30000000000000004],
    ['the smallest double', 5e-324, 5e-324],
    ['an integer', 5, 5],
  ])('the latest value of %s', async (_name, value, expected) => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/log-metric', { run_id, key: 'm', value, timestamp: 1 }))
    expect((await data(run_id)).metrics).toEqual([{ key: 'm', value: expected, timestamp: 1, step: 0 }])
  })

  it('NaN may come as the bare word that Python writes', async () => {
    const run_id = await createRun(server)
    const body = `{"run_id": "${run_id}", "key": "m", "value": NaN, "timestamp": 1}`
    succeeded(await server.post('runs/log-metric', body))
    expect((await data(run_id)).metrics[0].value).toBe('NaN')
  })

  it.each([
    [
      'a later step wins over a later time',
      [
        [1, 9, 1],
        [2, 1, 2],
      ],
      2,
    ],
    [
      'of one step the later time wins',
      [
        [1, 5, 3],
        [1, 4, 9],
      ],
      3,
    ],
    [
      'of one time the larger value wins',
      [
        [1, 1, 3],
        [1, 1, 9],
        [1, 1, 5],
      ],
      9,
    ],
    [
      'a smaller step that comes later changes nothing',
      [
        [5, 1, 50],
        [4, 9, 40],
      ],
      50,
    ],
    [
      'steps may be negative',
      [
        [-5, 1, 50],
        [-4, 1, 40],
      ],
      40,
    ],
  ])('latest metric: %s', async (_name, points, expected) => {
    const metrics = points.map(([step, timestamp, value]) => ({ key: 'm', step, timestamp, value }))
    const oneByOne = await createRun(server)
    for (const metric of metrics)
      succeeded(await server.post('runs/log-metric', { run_id: oneByOne, ...metric }))
    const atOnce = await createRun(server)
    succeeded(await server.post('runs/log-batch', { run_id: atOnce, metrics }))
    for (const run_id of [oneByOne, atOnce]) expect((await data(run_id)).metrics[0].value).toBe(expected)
  })

  it('a batch writes metrics, params and tags together', async () => {
    const run_id = await createRun(server)
    succeeded(
      await server.post('runs/log-batch', {
        run_id,
        metrics: [
          { key: 'a', value: 1, timestamp: 1, step: 0 },
          { key: 'b', value: 'NaN', timestamp: 2, step: 4 },
        ],
        params: [{ key: 'p', value: '' }],
        tags: [{ key: 't', value: 'v' }],
      }),
    )
    const found = await data(run_id)
    expect(byKey(found.metrics)).toEqual({ a: 1, b: 'NaN' })
    expect(found.params).toEqual([{ key: 'p', value: '' }])
    expect(byKey(found.tags).t).toBe('v')
  })

  it('the same writes again change nothing and are no error', async () => {
    const run_id = await createRun(server)
    const batch = {
      run_id,
      metrics: [{ key: 'a', value: 1, timestamp: 1, step: 0 }],
      params: [{ key: 'p', value: 'v' }],
      tags: [{ key: 't', value: 'v' }],
    }
    succeeded(await server.post('runs/log-batch', batch))
    const before = await server.contents()
    succeeded(await server.post('runs/log-batch', batch))
    succeeded(await server.post('runs/log-metric', { run_id, ...batch.metrics[0] }))
    succeeded(await server.post('runs/log-parameter', { run_id, ...batch.params[0] }))
    succeeded(await server.post('runs/set-tag', { run_id, ...batch.tags[0] }))
    expect(await server.contents()).toEqual(before)
  })

  it('a batch of which half is there already adds the other half, every value as it was sent', async () => {
    const run_id = await createRun(server)
    const points = Array.from({ length: 600 }, (_, i) => ({
      key: i % 2 ? 'another/key' : 'a',
      value: i % 7 ? 1 / (i + 3) : 'NaN',
      timestamp: 1_764_000_000_000 + i,
      step: i % 5 ? i : 7 - i,
    }))
    succeeded(await server.post('runs/log-batch', { run_id, metrics: points.slice(0, 300) }))
    succeeded(await server.post('runs/log-batch', { run_id, metrics: points.toReversed() }))
    const query = { run_id, metric_key: 'a', max_results: '1000' }
    const { metrics } = succeeded(await server.get('metrics/get-history', query))
    expect(metrics).toEqual(
      points.filter(({ key }) => key === 'a').map((point) => expect.objectContaining(point)),
    )
    const latest = (await data(run_id)).metrics.find(({ key }: { key: string }) => key === 'a')
    expect(latest).toMatchObject(points[598] as object)
  })

  it('a param keeps its first value', async () => {
    const run_id = await createRunWith(server, {}, { params: [{ key: 'p', value: 'old' }] })
    const before = await server.contents()
    const single = await server.post('runs/log-parameter', { run_id, key: 'p', value: 'new' })
    const batch = await server.post('runs/log-batch', {
      run_id,
      metrics: [{ key: 'm', value: 1, timestamp: 1 }],
      params: [
        { key: 'q', value: 'x' },
        { key: 'p', value: 'new' },
      ],
      tags: [{ key: 't', value: 'v' }],
    })
    for (const reply of [single, batch]) {
      expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
      expect(reply.body.message).toContain('Changing param values is not allowed')
    }
    expect(await server.contents()).toEqual(before)
  })

  it('long values of params and tags are cut to what the tables hold, counted in characters', async () => {
    const run_id = await createRunWith(
      server,
      {},
      { params: [{ key: 'p', value: '🏦'.repeat(6001) }], tags: [{ key: 't', value: '🏦'.repeat(8001) }] },
    )
    const { params, tags } = await data(run_id)
    expect(params[0].value === '🏦'.repeat(6000)).toBe(true)
    expect(byKey(tags).t === '🏦'.repeat(8000)).toBe(true)
  })

  const metric = { key: 'k', value: 1, timestamp: 1 }
  const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i))
  const pair = (i: number) => ({ key: `k${i}`, value: 'v' })

  it.each<[verb: string, body: object, message: string]>([
    ['log-metric', { value: 1, timestamp: 1 }, "Missing value for required parameter 'key'"],
    ['log-metric', { key: 'k', timestamp: 1 }, "Missing value for required parameter 'value'"],
    ['log-metric', { key: 'k', value: 1 }, "Missing value for required parameter 'timestamp'"],
    ['log-metric', { ...metric, value: 'high' }, 'Invalid value "high" for parameter \'value\''],
    ['log-metric', { ...metric, value: [] }, "Invalid value [] for parameter 'value'"],
    ['log-metric', { ...metric, timestamp: -1 }, 'Timestamp must be a nonnegative long'],
    ['log-metric', { ...metric, timestamp: 'now' }, "for parameter 'timestamp'"],
    ['log-metric', { ...metric, step: 1.5 }, "for parameter 'step'"],
    ['log-metric', { ...metric, step: '9223372036854775808' }, "for parameter 'step'"],
    ['log-metric', { ...metric, key: 7 }, "Invalid value 7 for parameter 'key'"],
    ['log-metric', { ...metric, key: 'a\0b' }, 'NUL'],
    ['log-metric', { ...metric, key: 'a\ud83c' }, 'Unicode'],
    ['log-metric', { ...metric, key: '../up' }, 'Names may be treated as files'],
    ['log-metric', { ...metric, key: '/root' }, 'Names may be treated as files'],
    ['log-metric', { ...metric, key: 'a//b' }, "This name would resolve to 'a/b'"],
    ['log-metric', { ...metric, key: 'a#b' }, 'Names may only contain'],
    ['log-metric', { ...metric, key: 'k'.repeat(251) }, 'exceeds the maximum length of 250 characters'],
    ['log-parameter', { value: 'v' }, "Missing value for required parameter 'key'"],
    ['log-parameter', { key: 'k', value: 5 }, "Invalid value 5 for parameter 'value'"],
    ['log-parameter', { key: 'k', value: { a: 1 } }, "for parameter 'value'"],
    ['log-parameter', { key: 'k', value: 'a\0b' }, 'NUL'],
    ['log-parameter', { key: '.', value: 'v' }, 'Names may be treated as files'],
    ['set-tag', { value: 'v' }, "Missing value for required parameter 'key'"],
    ['set-tag', { key: 'k', value: true }, "Invalid value true for parameter 'value'"],
    ['set-tag', { key: 'k', value: '\udfff' }, 'Unicode'],
    ['log-batch', { metrics: [metric, { key: 'k', value: 1 }] }, "parameter 'metrics[1].timestamp'"],
    ['log-batch', { metrics: [metric, { ...metric, value: 'x' }] }, 'metrics[1].value'],
    [
      'log-batch',
      { metrics: [{ ...metric, key: '' }] },
      "Missing value for required parameter 'metrics[0].key'",
    ],
    ['log-batch', { tags: [{ key: '', value: 'v' }] }, "Missing value for required parameter 'tags[0].key'"],
    ['log-batch', { metrics: metric }, "for parameter 'metrics'"],
    ['log-batch', { metrics: ['m'] }, "for parameter 'metrics'"],
    ['log-batch', { metrics: [metric], params: [{ value: 'v' }] }, "parameter 'params[0].key'"],
    ['log-batch', { metrics: [metric], params: [{ key: 'a#', value: 'v' }] }, "parameter 'params[0].key'"],
    ['log-batch', { metrics: [metric], tags: [{ key: 'a', value: 5 }] }, 'tags[0].value'],
    ['log-batch', { metrics: [metric], params: [pair(1), pair(1)] }, 'Duplicate parameter keys'],
    ['log-batch', { metrics: many(1001, () => metric) }, 'at most 1000 metrics. Got 1001 metrics'],
    ['log-batch', { params: many(101, pair) }, 'at most 100 params. Got 101 params'],
    ['log-batch', { tags: many(101, pair) }, 'at most 100 tags. Got 101 tags'],
    [
      'log-batch',
      { metrics: many(1000, () => metric), tags: [pair(1)] },
      'at most 1000 metrics, params, and tags',
    ],
  ])('%s refuses what is wrong and changes nothing (%#)', async (verb, body, message) => {
    const run_id = await createRun(server)
    const before = await server.contents()
    const reply = await server.post(`runs/${verb}`, { run_id, ...body })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain(message)
    expect(await server.contents()).toEqual(before)
  })

  it.each([
    ['broken JSON', '{"run_id": '],
    ['a list', '[1]'],
    ['a number', '5'],
  ])('a body that is %s is refused', async (_name, body) => {
    const reply = await server.post('runs/log-metric', body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })

  it('a body of another type than JSON is refused', async () => {
    const url = '/api/2.0/mlflow/runs/log-metric'
    const reply = await server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain' },
      payload: '{}',
    })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain('Content-Type')
  })

  it('scalars may all come as text, as the R client sends them', async () => {
    const run_id = await createRun(server)
    const r = { run_id, key: 'm', value: '0.5', timestamp: '1.7e+12', step: '4' }
    succeeded(await server.post('runs/log-metric', r))
    expect((await data(run_id)).metrics).toEqual([
      { key: 'm', value: 0.5, timestamp: 1_700_000_000_000, step: 4 },
    ])
  })

  it('names may come in the spelling of Java', async () => {
    const runId = await createRun(server)
    succeeded(await server.post('runs/log-metric', { runId, key: 'm', value: 1, timestamp: '2' }))
    expect((await data(runId)).metrics).toHaveLength(1)
  })

  it('of writes that arrive together each has its own outcome', async () => {
    const [good, other, deleted] = await Promise.all([1, 2, 3].map(() => createRun(server)))
    succeeded(await server.post('runs/delete', { run_id: deleted }))
    const param = (run_id: string | undefined, value: string) => ({ run_id, key: 'depth', value })
    succeeded(await server.post('runs/log-parameter', param(good, '3')))
    const metric = (run_id: string | undefined, step: number) => ({
      run_id,
      key: 'loss',
      value: step / 10,
      timestamp: step,
      step,
    })
    const steps = Array.from({ length: 20 }, (_, i) => i)
    const replies = await Promise.all([
      server.post('runs/log-metric', metric(deleted, 1)),
      server.post('runs/log-metric', metric('0'.repeat(32), 1)),
      server.post('runs/log-parameter', param(good, '4')),
      server.post('runs/log-parameter', param(other, '5')),
      ...steps.flatMap((step) => [
        server.post('runs/log-metric', metric(good, step)),
        server.post('runs/log-metric', metric(other, 19 - step)),
        server.post('runs/set-tag', { run_id: good, key: `tag-${step}`, value: 'x' }),
      ]),
    ])
    expect(replies.slice(0, 4).map(({ status }) => status)).toEqual([400, 404, 400, 200])
    expect(replies[2]?.body.message).toContain("already logged with value='3'")
    for (const reply of replies.slice(4)) succeeded(reply)
    for (const run_id of [good, other] as string[]) {
      const { metrics } = await data(run_id)
      expect(metrics).toEqual([{ key: 'loss', value: 1.9, timestamp: 19, step: 19 }])
      const history = succeeded(await server.get(`metrics/get-history?run_id=${run_id}&metric_key=loss`))
      expect(history.metrics).toHaveLength(20)
    }
    expect((await data(good as string)).params).toEqual([{ key: 'depth', value: '3' }])
    expect((await data(other as string)).params).toEqual([{ key: 'depth', value: '5' }])
    expect(Object.keys(byKey((await data(good as string)).tags))).toHaveLength(21)
  })

  it('runs that are created together are all there, but those of no experiment', async () => {
    const { experiment_id } = (await getRun(server, await createRun(server))).info
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        server.post('runs/create', {
          experiment_id: i % 10 === 0 ? '987654321' : experiment_id,
          run_name: `run-${i}`,
        }),
      ),
    )
    const statuses = replies.map(({ status }) => status)
    expect(statuses).toEqual(replies.map((_, i) => (i % 10 === 0 ? 404 : 200)))
    for (const [i, { status, body }] of replies.entries()) {
      if (status === 200) expect((await getRun(server, body.run.info.run_id)).info.run_name).toBe(`run-${i}`)
    }
  })

  it('a metric of a model shows with the model too', async () => {
    const run_id = await createRun(server)
    const { experiment_id } = (await getRun(server, run_id)).info
    const { model } = succeeded(await server.post('logged-models', { experiment_id, name: 'm' }))
    const { model_id } = model.info
    const fields = { run_id, key: 'auc', value: 0.8, timestamp: 5, step: 1, model_id, dataset_name: 'german' }
    succeeded(await server.post('runs/log-metric', { ...fields, dataset_digest: 'abc' }))
    const shown = succeeded(await server.get(`logged-models/${model_id}`)).model
    expect(shown.data.metrics).toEqual([{ ...fields, dataset_digest: 'abc' }])
  })
})

onEveryDatabase(
  'logging with MLFLOW_TRUNCATE_LONG_VALUES=false',
  (server) => {
    it('long values are refused', async () => {
      const run_id = await createRun(server)
      const before = await server.contents()
      const param = await server.post('runs/log-parameter', { run_id, key: 'p', value: 'v'.repeat(6001) })
      const tag = await server.post('runs/set-tag', { run_id, key: 't', value: 'v'.repeat(8001) })
      for (const reply of [param, tag]) expect(reply.body.error_code).toBe('INVALID_PARAMETER_VALUE')
      expect(await server.contents()).toEqual(before)
      succeeded(await server.post('runs/log-parameter', { run_id, key: 'p', value: '🏦'.repeat(6000) }))
    })
  },
  { env: { MLFLOW_TRUNCATE_LONG_VALUES: 'false' } },
)
