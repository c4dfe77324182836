import type { GetMetricCurvesResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { postOwn } from '../../api/client.ts'
import { toNumber } from '../../i18n/format.ts'
import { type ChartRun, versionOf } from './chart-run.ts'

const POINTS = 48

export const SPARK_WIDTH = 96
export const SPARK_HEIGHT = 24
const AIR = 2

/** The curves of some metrics of a run in the size of a word, as the paths of drawings. */
export const sparksQuery = (run: ChartRun, keys: readonly string[]) =>
  queryOptions({
    queryKey: ['sparks', run.id, keys.map((key) => [key, versionOf(run, key)])],
    queryFn: async ({ signal }) => {
      const asked = { run_ids: [run.id], metric_keys: keys, points: POINTS }
      const { curves } = await postOwn<GetMetricCurvesResponse>('metrics/curves', asked, signal)
      return new Map(curves.map(({ key, dx, y }) => [key, sparkPath(dx, y.map(toNumber))]))
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

/** What is not finite is a gap. */
export function sparkPath(dx: readonly number[], y: readonly number[]): string {
  const finite = y.filter(Number.isFinite)
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const width = dx.slice(1).reduce((sum, distance) => sum + distance, 0) || 1
  const scale = (SPARK_HEIGHT - 2 * AIR) / (high - low || 1)
  let at = 0
  let path = ''
  let pen = 'M'
  y.forEach((value, i) => {
    at += i === 0 ? 0 : (dx[i] ?? 0)
    if (!Number.isFinite(value)) {
      pen = 'M'
      return
    }
    const x = AIR + (at / width) * (SPARK_WIDTH - 2 * AIR)
    path += `${pen}${x.toFixed(1)} ${(SPARK_HEIGHT - AIR - (value - low) * scale).toFixed(1)}`
    pen = 'L'
  })
  return path
}
