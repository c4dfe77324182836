import type { GetMetricCurvesResponse, MetricCurve } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { postOwn } from '../../api/client.ts'
import type { Extent } from '../../charts/scale.ts'
import { toNumber } from '../../i18n/format.ts'
import { type ChartRun, versionOf } from './chart-run.ts'
import type { Axis } from './metrics-search.ts'

export interface Curve {
  runId: string
  x: readonly number[]
  y: readonly number[]
  /** The same smoothed, where that was asked for. */
  s?: readonly number[] | undefined
  /** How many points there are where this is from; more than are here where it was thinned. */
  count: number
  /** How many points there are in all. */
  all: number
}

interface Asked {
  runs: readonly ChartRun[]
  key: string
  axis: Axis
  /** None for all of the axis. */
  range?: Extent | undefined
  /** Draws on more of the screen. */
  large?: boolean
  /** How much of each value comes from those before it, in percent. */
  smooth?: number
}

/** As many as can be told apart: the more curves, the fewer of each. */
function pointsFor(runs: number, large: boolean): number {
  const most = large ? 1600 : 800
  return Math.max(60, Math.min(most, Math.floor((large ? 60_000 : 30_000) / Math.max(runs, 1) / 50) * 50))
}

/** More curves than this nobody tells apart, and no server should read. */
export const MOST_CURVES = 2000

const MOST_KEPT = 4000
/** By everything but how far the run has come. */
const kept = new Map<string, { version: string; curve: Curve | undefined }>()

function keep(name: string, version: string, curve: Curve | undefined): void {
  kept.delete(name)
  kept.set(name, { version, curve })
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '')
}

/**
 * The curves of one metric in many runs, in one request. Only runs that have grown since, or were not asked for yet, are
 * asked for again; where it can be told what is new, for that alone.
 */
export const curvesQuery = ({ runs, key, axis, range, large = false, smooth = 0 }: Asked) => {
  const points = pointsFor(runs.length, large)
  const part = range ? `${range.min}..${range.max}` : ''
  const wanted = runs.flatMap((run) => {
    const version = versionOf(run, key)
    return version === undefined
      ? []
      : [{ id: run.id, version, name: [key, axis, part, points, smooth, run.id].join('\n') }]
  })
  return queryOptions({
    queryKey: ['curves', key, axis, part, points, smooth, wanted.map(({ id, version }) => [id, version])],
    queryFn: async ({ signal }): Promise<Curve[]> => {
      const stale = wanted.filter(({ name, version }) => kept.get(name)?.version !== version)
      const request = { key, axis, range, points, smooth }
      const canGrow = range === undefined && smooth === 0 && axis !== 'relative'
      const known = new Map(
        stale.flatMap(({ id, name }): [string, Curve][] => {
          const curve = canGrow ? kept.get(name)?.curve : undefined
          return curve && curve.x.length > 0 ? [[id, curve]] : []
        }),
      )
      const grown = await readGrowth(known, request, signal)
      const missing = stale.map(({ id }) => id).filter((id) => !grown.has(id))
      const found = new Map([...grown, ...(await readCurves(missing, request, signal))])
      for (const { id, name, version } of stale) keep(name, version, found.get(id))
      return wanted.flatMap(({ id, name }) => found.get(id) ?? kept.get(name)?.curve ?? [])
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}

/** Until the curves are here older ones will do, but not those of another axis, or of another part of it. */
export const fitting =
  ([, , axis, part]: readonly unknown[]) =>
  <T>(old: T | undefined, query?: { queryKey: readonly unknown[] }): T | undefined =>
    query?.queryKey[2] === axis && query?.queryKey[3] === part ? old : undefined

type Request = Pick<Asked, 'key' | 'axis' | 'range'> & { points: number; smooth: number }

async function readCurves(
  run_ids: string[],
  request: Request,
  signal: AbortSignal,
  since?: number[],
): Promise<Map<string, Curve>> {
  if (run_ids.length === 0) return new Map()
  const { key, axis, range, points, smooth } = request
  const asked = {
    run_ids,
    metric_keys: [key],
    axis,
    points,
    since,
    ...(smooth > 0 && { smooth }),
    ...(range && { from: range.min, to: range.max }),
  }
  const { curves } = await postOwn<GetMetricCurvesResponse>('metrics/curves', asked, signal)
  return new Map(curves.map((curve) => [curve.run_id, toCurve(curve)]))
}

/** Known curves with what came since; without those of which more has changed than their end. */
async function readGrowth(
  known: ReadonlyMap<string, Curve>,
  request: Request,
  signal: AbortSignal,
): Promise<Map<string, Curve>> {
  const ends = [...known.values()].map(({ x }) => x.at(-1) ?? 0)
  const newer = await readCurves([...known.keys()], request, signal, ends)
  const grown = new Map<string, Curve>()
  for (const [id, curve] of known) {
    const longer = joined(curve, newer.get(id), request.points)
    if (longer) grown.set(id, longer)
  }
  return grown
}

/** Undefined where points came in between, or where so many came that the curve should be thinned anew. */
function joined(old: Curve, newer: Curve | undefined, points: number): Curve | undefined {
  if (!newer || old.all + newer.count !== newer.all) return undefined
  if (old.x.length + newer.x.length > 2 * points) return undefined
  return { ...newer, x: [...old.x, ...newer.x], y: [...old.y, ...newer.y], count: newer.all }
}

function places(dx: readonly number[]): number[] {
  let at = 0
  return dx.map((distance) => {
    at += distance
    return at
  })
}

const toCurve = ({ run_id, count, all, dx, y, s }: MetricCurve): Curve => ({
  runId: run_id,
  count,
  all,
  x: places(dx),
  y: y.map(toNumber),
  s: s?.map(toNumber),
})

/** The mean of the curves of a group, and how far they reach below and above it. */
export interface GroupCurve {
  name: string
  runs: number
  x: readonly number[]
  y: readonly number[]
  low: readonly number[]
  high: readonly number[]
}

interface GroupsAsked extends Asked {
  /** The name of each run's group. */
  nameOf: (runId: string) => string
}

/** Means have places of their own. */
const LEAST_POINTS = 8

/** Means that the server has taken over all points. */
export const groupsQuery = ({ runs, key, axis, range, smooth = 0, nameOf }: GroupsAsked) => {
  const part = range ? `${range.min}..${range.max}` : ''
  const groups = runs.map(({ id }) => nameOf(id))
  const versions = runs.map((run, i) => [run.id, versionOf(run, key), groups[i]])
  return queryOptions({
    queryKey: ['group-curves', key, axis, part, smooth, versions],
    queryFn: async ({ signal }): Promise<GroupCurve[]> => {
      const asked = {
        run_ids: runs.map(({ id }) => id),
        groups,
        metric_keys: [key],
        axis,
        smooth,
        points: LEAST_POINTS,
        ...(range && { from: range.min, to: range.max }),
      }
      const reply = await postOwn<GetMetricCurvesResponse>('metrics/curves', asked, signal)
      return (reply.groups ?? []).map(({ name, runs, dx, y, low, high }) => ({
        name,
        runs,
        x: places(dx),
        y: y.map(toNumber),
        low: low.map(toNumber),
        high: high.map(toNumber),
      }))
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}
