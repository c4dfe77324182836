import { type CurveAxis, type GetMetricCurves, LIMITS, type MetricCurve } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { CurveThinner, type Thinning } from './curve-thinner.ts'
import { distances, rounding } from './curve-wire.ts'
import { type Grouped, groupTexts } from './group-curves.ts'
import { type Column, type CurveSource, longCurve, readCurves, readExtents, START } from './read-curves.ts'

export interface Curves {
  readonly run_ids: readonly string[]
  readonly keys: readonly string[]
  readonly axis: CurveAxis
  readonly from: number
  readonly to: number
  /** About the most points of a curve. */
  readonly points: number
  /** How much of each smoothed value comes from those before it, from 0 up to 1. */
  readonly weight: number
  /** By run, where means are asked for. */
  readonly groups: Grouped | undefined
  /** By run, where only later points are asked for. */
  readonly since: Readonly<Record<string, number>> | undefined
}

const POINTS = 400

export async function getMetricCurves(deps: Deps, input: GetMetricCurves): Promise<JsonText> {
  const run_ids = input.run_ids ?? []
  const byRun = <T>(list: readonly T[] | undefined) =>
    list && Object.fromEntries(run_ids.map((id, i) => [id, list[i] as T]))
  const curves: Curves = {
    run_ids: [...new Set(run_ids)],
    keys: [...new Set(input.metric_keys)],
    axis: input.axis ?? 'step',
    from: Number(input.from ?? Number.NEGATIVE_INFINITY),
    to: Number(input.to ?? Number.POSITIVE_INFINITY),
    points: input.points ?? Math.min(POINTS, LIMITS.curvePoints),
    weight: Number(input.smooth ?? 0) / 100,
    groups: byRun(input.groups),
    since: byRun(input.since?.map(Number)),
  }
  const found = await Promise.all(shares(curves).map((share) => deps.longReads.run('metricCurves', share)))
  return new JsonText(found.length === 1 ? (found[0] as Uint8Array) : joined(found))
}

/** Fewer curves than this are not worth another thread, or another connection. */
const SHARE = 32

/** The curves of one metric are read by two at a time: they are what a click waits for. */
function shares(curves: Curves): Curves[] {
  const { run_ids, keys, groups } = curves
  if (groups || keys.length > 1 || run_ids.length < 2 * SHARE) return [curves]
  const middle = Math.ceil(run_ids.length / 2)
  return [run_ids.slice(0, middle), run_ids.slice(middle)].map((run_ids) => ({ ...curves, run_ids }))
}

const HEAD = '{"curves":['
const TAIL = ']}'

/** Replies as one: what is between their heads and tails. */
function joined(replies: readonly Uint8Array[]): Uint8Array {
  const lists = replies
    .map((bytes) => bytes.subarray(HEAD.length, bytes.length - TAIL.length))
    .filter((list) => list.length > 0)
  return Buffer.concat([
    Buffer.from(HEAD),
    ...lists.flatMap((list, i) => (i === 0 ? [list] : [Buffer.from(','), list])),
    Buffer.from(TAIL),
  ])
}

export const columnOf = (axis: CurveAxis): Column => (axis === 'step' ? 'step' : 'timestamp')

/** The curves of all runs and keys, thinned for a screen. They pass by portion by portion: no more is held than is sent. */
export async function metricCurves(db: Executor, asked: Curves): Promise<readonly string[]> {
  if (asked.groups) return groupTexts(db, asked, asked.groups)
  const texts: string[] = []
  for await (const curve of readCurves(db, { ...asked, column: columnOf(asked.axis) })) {
    const since = asked.since?.[curve.run_id]
    const text =
      since === undefined ? await wholeText(db, curve, asked) : await newText(db, curve, asked, since)
    texts.push(texts.length === 0 ? '' : ',', text)
  }
  return [HEAD, ...texts, TAIL]
}

async function wholeText(db: Executor, curve: CurveSource, asked: Curves): Promise<string> {
  let thinner: CurveThinner | undefined
  let origin = 0
  const begin = async (x: readonly number[]) => {
    const extent = curve.isLong ? await extentOf(db, curve, asked) : undefined
    origin = asked.axis === 'relative' ? (extent?.least ?? x[0] ?? 0) : 0
    const from = asked.from + origin
    const to = asked.to + origin
    const count = extent?.part ?? x.filter((at) => at >= from && at <= to).length
    return new CurveThinner({ ...asked, most: asked.points, from, to, count } satisfies Thinning)
  }
  for await (const { x, y } of curve.portions()) {
    thinner ??= await begin(x)
    for (let i = 0; i < x.length; i++) thinner.add(x[i] as number, y[i] as number)
  }
  return curveText(curve, thinner, origin, asked)
}

/** Of a long curve on its axis; the part is measured from where the axis begins. */
async function extentOf(db: Executor, { run_id, key }: CurveSource, asked: Curves) {
  const of = { run_ids: [run_id], keys: [key], column: columnOf(asked.axis) }
  const [whole] = await readExtents(db, { ...of, from: asked.from, to: asked.to })
  if (asked.axis !== 'relative' || !whole) return whole
  const [part] = await readExtents(db, { ...of, from: asked.from + whole.least, to: asked.to + whole.least })
  return part
}

/** The points behind a place; they are few, since somebody looks on. */
async function newText(db: Executor, curve: CurveSource, asked: Curves, since: number): Promise<string> {
  const column = columnOf(asked.axis)
  const place = Math.floor(since)
  const behind =
    column === 'step'
      ? { from: { ...START, step: place, timestamp: Number.MAX_SAFE_INTEGER } }
      : { later: place }
  const x: number[] = []
  const y: number[] = []
  for await (const portion of longCurve(db, { run_id: curve.run_id, key: curve.key, column, ...behind })) {
    x.push(...portion.x)
    y.push(...portion.y)
  }
  const thinner = new CurveThinner({ ...asked, most: asked.points, count: x.length })
  const order = x.map((_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number))
  for (const i of order) thinner.add(x[i] as number, y[i] as number)
  return curveText(curve, thinner, 0, asked)
}

function curveText(
  { run_id, key, count: all }: CurveSource,
  thinner: CurveThinner | undefined,
  origin: number,
  { weight }: Curves,
): string {
  const { x, y, s, count } = thinner?.finish() ?? { x: [], y: [], s: [], count: 0 }
  const round = rounding(y)
  const curve: MetricCurve = {
    run_id,
    key,
    count,
    all,
    dx: distances(x, origin),
    y: y.map(round),
    ...(weight > 0 && { s: s.map(round) }),
  }
  return JSON.stringify(curve)
}
