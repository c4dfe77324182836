import type { MetricPoint, RunRecord } from '@millrace/sdk'

/** A metric of a run, and of its repetition. */
export interface MetricDifference {
  readonly key: string
  readonly before: number
  /** Undefined where the repetition has none. */
  readonly after: number | undefined
  readonly difference: number | undefined
  readonly holds: boolean
}

export interface ComparisonOptions {
  /** How far two values may be apart, absolutely or as a part of the first: 1e-6 if not given. */
  readonly tolerance?: number
  /** Only these; all but those of the machine (`system/…`) if not given. */
  readonly metrics?: readonly string[]
}

const TOLERANCE = 1e-6

/** The latest value of each metric of a run beside that of its repetition. */
export function compareMetrics(
  before: Pick<RunRecord, 'latestMetrics'>,
  after: Pick<RunRecord, 'latestMetrics'>,
  { tolerance = TOLERANCE, metrics }: ComparisonOptions,
): MetricDifference[] {
  const values = valuesOf(before.latestMetrics)
  const repeated = valuesOf(after.latestMetrics)
  const keys = metrics ?? [...values.keys()].filter((key) => !key.startsWith('system/'))
  return keys
    .toSorted()
    .map((key) => differenceOf(key, values.get(key) ?? Number.NaN, repeated.get(key), tolerance))
}

function valuesOf(points: readonly MetricPoint[]): Map<string, number> {
  return new Map(points.map(({ key, value }) => [key, value]))
}

function differenceOf(
  key: string,
  before: number,
  after: number | undefined,
  tolerance: number,
): MetricDifference {
  if (after === undefined) return { key, before, after, difference: undefined, holds: false }
  const isSame = Object.is(before, after)
  const difference = isSame ? 0 : after - before
  const isNear =
    Number.isFinite(difference) && Math.abs(difference) <= tolerance * Math.max(1, Math.abs(before))
  const holds = isSame || isNear
  return { key, before, after, difference, holds }
}
