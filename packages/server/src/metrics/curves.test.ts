import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createRun, createRunWith, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const PATH = '/ajax-api/3.0/millrace/metrics/curves'
const EXPORT = '/ajax-api/3.0/millrace/metrics/export'
const START = 1_700_000_000_000

const points = (length: number, key = 'loss') =>
  Array.from({ length }, (_, i) => ({ key, value: i / 8, timestamp: START + 1000 * i, step: 2 * i }))

const places = ({ dx }: { dx: number[] }) => {
  let at = 0
  return dx.map((distance) => (at += distance))
}

onEveryDatabase('metric curves', (server) => {
  const curves = async (asked: object): Promise<Json[]> => succeeded(await server.post(PATH, asked)).curves

  it('curves of many runs and metrics come at once; a run without the metric is left out', async () => {
    const [a, b, none] = await Promise.all([
      createRunWith(server, {}, { metrics: [...points(3), ...points(2, 'train/loss: a b')] }),
      createRunWith(server, {}, { metrics: points(1) }),
      createRun(server),
    ])
    const found = await curves({ run_ids: [a, none, b, a], metric_keys: ['loss', 'train/loss: a b'] })
    const byPlace = Object.fromEntries(found.map((curve) => [`${curve.run_id} ${curve.key}`, curve]))
    expect(byPlace).toEqual({
      [`${a} loss`]: { run_id: a, key: 'loss', count: 3, all: 3, dx: [0, 2, 2], y: [0, 0.125, 0.25] },
      [`${a} train/loss: a b`]: {
        run_id: a,
        key: 'train/loss: a b',
        count: 2,
        all: 2,
        dx: [0, 2],
        y: [0, 0.125],
      },
      [`${b} loss`]: { run_id: b, key: 'loss', count: 1, all: 1, dx: [0], y: [0] },
    })
  })

  it.each([
    ['step', [0, 2, 4]],
    ['time', [START, START + 1000, START + 2000]],
    ['relative', [0, 1000, 2000]],
  ])('they are drawn over %s', async (axis, expected) => {
    const run_id = await createRunWith(server, {}, { metrics: points(3) })
    const [curve] = await curves({ run_ids: [run_id], metric_keys: ['loss'], axis })
    expect(places(curve)).toEqual(expected)
  })

  it.each([
    ['step', 10, 12, [8, 10, 12, 14]],
    ['relative', 5000, 5000, [4000, 5000, 6000]],
    ['time', START, START, [START, START + 1000]],
  ])('a part of the axis %s has a neighbour on either side', async (axis, from, to, expected) => {
    const run_id = await createRunWith(server, {}, { metrics: points(10) })
    const [curve] = await curves({ run_ids: [run_id], metric_keys: ['loss'], axis, from, to })
    expect(places(curve)).toEqual(expected)
  })

  it('a long curve is thinned; a part of it has its points again', async () => {
    const run_id = await createRunWith(server, {}, { metrics: points(1000) })
    const [whole] = await curves({ run_ids: [run_id], metric_keys: ['loss'], points: 100 })
    expect(whole.count).toBe(1000)
    expect(whole.y.length).toBeLessThanOrEqual(102)
    expect([whole.y[0], whole.y.at(-1)]).toEqual([0, 124.875])
    const [part] = await curves({ run_ids: [run_id], metric_keys: ['loss'], points: 100, from: 100, to: 120 })
    expect(places(part)).toEqual([98, 100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120, 122])
  })

  it('negative, repeated and unordered steps, and values that are no numbers, are all there', async () => {
    const run_id = await createRun(server)
    const metrics = [
      [5, 1],
      [-7, 'NaN'],
      [0, 'Infinity'],
      [5, 2],
      [1, '-Infinity'],
    ].map(([step, value], i) => ({ key: 'm', step, value, timestamp: START + i }))
    succeeded(await server.post('runs/log-batch', { run_id, metrics }))
    const [curve] = await curves({ run_ids: [run_id], metric_keys: ['m'] })
    expect(places(curve)).toEqual([-7, 0, 1, 5, 5])
    expect(curve.y.slice(0, 3)).toEqual(['NaN', 'Infinity', '-Infinity'])
    expect(curve.y.slice(3).toSorted()).toEqual([1, 2])
  })

  it('values keep what tells them apart', async () => {
    const values = [100000.125, 100000.25, 100000.75]
    const metrics = values.map((value, step) => ({ key: 'm', value, step, timestamp: 1 }))
    const run_id = await createRunWith(server, {}, { metrics })
    const [curve] = await curves({ run_ids: [run_id], metric_keys: ['m'] })
    for (const [i, value] of values.entries()) expect(curve.y[i]).toBeCloseTo(value, 4)
  })

  it('smooths over all points, not over those that are sent', async () => {
    const metrics = points(1000).map((point, i) => ({ ...point, value: i % 2 === 0 ? 1 : -1 }))
    const run_id = await createRunWith(server, {}, { metrics })
    const asked = { run_ids: [run_id], metric_keys: ['loss'], smooth: 90 }
    const [few] = await curves({ ...asked, points: 20 })
    const [all] = await curves({ ...asked, points: 1000 })
    expect(all.s).toHaveLength(1000)
    const at = places(all)
    expect(few.s).toEqual(places(few).map((place) => all.s[at.indexOf(place)]))
    const [part] = await curves({ ...asked, points: 1000, from: 1990 })
    expect(part.s.at(-1)).toBe(all.s.at(-1))
  })

  it('means of groups are of all points of all their runs', async () => {
    const of = async (factor: number, length: number) =>
      createRunWith(
        server,
        {},
        { metrics: points(length).map((point) => ({ ...point, value: point.value * factor })) },
      )
    const run_ids = [await of(1, 200), await of(3, 200), await of(10, 100), await createRun(server)]
    const asked = { run_ids, metric_keys: ['loss'], groups: ['a', 'a', '', 'a'] }
    const { curves: none, groups } = succeeded(await server.post(PATH, asked))
    expect(none).toEqual([])
    const [a, other] = groups.toSorted((x: Json, y: Json) => y.runs - x.runs)
    expect([a.name, a.runs, other.name, other.runs]).toEqual(['a', 2, '', 1])
    const at = places(a)
    expect([at[0], at.at(-1)]).toEqual([0, 398])
    expect([a.y.at(-1), a.low.at(-1), a.high.at(-1)]).toEqual([49.75, 24.875, 74.625])
    expect(places(other).at(-1)).toBe(198)
  })

  it('a curve too long to be held is the same, read in portions', async () => {
    const run_id = await createRun(server)
    const each = 1000
    for (let from = 0; from < 105_000; from += each) {
      const metrics = Array.from({ length: each }, (_, i) => from + i).map((step) => ({
        key: 'long',
        step,
        timestamp: START + step,
        value: step === 77_777 ? 500 : step % 10,
      }))
      succeeded(await server.post('runs/log-batch', { run_id, metrics }))
    }
    const asked = { run_ids: [run_id], metric_keys: ['long'], points: 100 }
    const [whole] = await curves(asked)
    expect(whole).toMatchObject({ count: 105_000, all: 105_000 })
    expect(whole.dx.length).toBeLessThanOrEqual(102)
    expect(places(whole)).toEqual(expect.arrayContaining([0, 77_777, 104_999]))
    const [part] = await curves({ ...asked, axis: 'relative', from: 77_776, to: 77_778 })
    expect(places(part)).toEqual([77_775, 77_776, 77_777, 77_778, 77_779])
    const [later] = await curves({ ...asked, since: [104_990] })
    expect(places(later)).toHaveLength(9)
  }, 240_000)

  it('only later points of a growing curve come where that is asked', async () => {
    const run_id = await createRunWith(server, {}, { metrics: points(20) })
    const asked = { run_ids: [run_id], metric_keys: ['loss'] }
    const [by] = await curves({ ...asked, since: [30] })
    expect(by).toMatchObject({ count: 4, all: 20 })
    expect(places(by)).toEqual([32, 34, 36, 38])
    const [byTime] = await curves({ ...asked, axis: 'time', since: [START + 18_000] })
    expect(places(byTime)).toEqual([START + 19_000])
    const [nothing] = await curves({ ...asked, since: [38] })
    expect(nothing).toMatchObject({ count: 0, all: 20, dx: [], y: [] })
  })

  it('every point of some runs comes as a file', async () => {
    const metrics = [...points(3), { key: 'm', value: 'NaN' as const, timestamp: 7 }]
    const run_id = await createRunWith(server, { run_name: '=cmd, a' }, { metrics })
    const send = (metric_key: string) =>
      server.inject({
        method: 'POST',
        url: EXPORT,
        payload: { run_ids: [run_id, 'none', run_id], metric_key },
      })
    const { text, headers } = await send('loss')
    expect(headers['content-disposition']).toBe('attachment; filename="metric.csv"')
    expect(text.replace('\u{feff}', '').trimEnd().split('\r\n')).toEqual([
      'run_id,run,metric,step,timestamp,value',
      `${run_id},"'=cmd, a",loss,0,${START},0`,
      `${run_id},"'=cmd, a",loss,2,${START + 1000},0.125`,
      `${run_id},"'=cmd, a",loss,4,${START + 2000},0.25`,
    ])
    expect((await send('m')).text).toContain('m,0,7,NaN')
    expect((await server.post(EXPORT, { run_ids: [run_id] })).status).toBe(400)
  })

  it('a large reply is compressed for those who take it', async () => {
    const run_id = await createRunWith(server, {}, { metrics: points(1000) })
    const { port } = await server.listen()
    const ask = async (encoding: string) => {
      const outgoing = request({
        port,
        path: PATH,
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', 'accept-encoding': encoding },
      })
      outgoing.end(JSON.stringify({ run_ids: [run_id], metric_keys: ['loss'], points: 1000 }))
      const [{ headers }, bytes] = await once(outgoing, 'response').then(
        async ([incoming]) => [incoming as IncomingMessage, await buffer(incoming)] as const,
      )
      return { headers, bytes }
    }
    const plain = await ask('identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    const { headers, bytes } = await ask('gzip, br')
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding, Origin' })
    expect(gunzipSync(bytes).toString()).toBe(plain.bytes.toString())
  })

  it.each<[asked: object]>([
    [{ metric_keys: ['m'] }],
    [{ run_ids: ['r'] }],
    [{ run_ids: ['r'], metric_keys: ['m'], points: 1 }],
    [{ run_ids: ['r'], metric_keys: ['m'], points: 5000 }],
    [{ run_ids: ['r'], metric_keys: ['m'], from: 'x' }],
    [{ run_ids: ['r'], metric_keys: ['m'], axis: {} }],
    [{ run_ids: ['r'], metric_keys: ['m'], smooth: 100 }],
    [{ run_ids: ['r'], metric_keys: ['m'], groups: ['a', 'b'] }],
    [{ run_ids: ['r'], metric_keys: ['m'], since: [1], smooth: 5 }],
    [{ run_ids: ['r'], metric_keys: ['m'], since: [1], axis: 'relative' }],
    [{ run_ids: Array(1000).fill('r'), metric_keys: ['m'], points: 400 }],
  ])('refuses what is wrong (%#)', async (asked) => {
    const reply = await server.post(PATH, asked)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })
})
