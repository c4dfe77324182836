import { invalidParameter, type Metric, toNumber } from '@millrace/contract'
import { assertKey, pythonFloat } from '../validate.ts'

/** A point as the tables hold it: NaN is a flag beside 0, infinities are the largest doubles. */
export interface MetricRow {
  run_id: string
  key: string
  value: number
  timestamp: number
  step: number
  is_nan: number
}

/** Checks a point and turns it into a row. `path` is `metrics[3].` within a batch. */
export function toMetricRow(run_id: string, metric: Metric, path = ''): MetricRow {
  const key = metric.key ?? ''
  const timestamp = metric.timestamp ?? 0
  const value = toNumber(metric.value ?? 0)
  assertKey(key, `${path}name`, 'Metric name')
  if (timestamp < 0) {
    throw invalidParameter(
      `Invalid value ${timestamp} for parameter '${path}timestamp' supplied: metric '${key}' (value=${pythonFloat(value)}). Timestamp must be a nonnegative long (64-bit integer) `,
    )
  }
  const isNan = Number.isNaN(value)
  return {
    run_id,
    key,
    value: isNan ? 0 : storable(value),
    timestamp,
    step: metric.step ?? 0,
    is_nan: isNan ? 1 : 0,
  }
}

function storable(value: number): number {
  if (Number.isFinite(value)) return value
  return value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE
}

/** Of each run's key the row with the largest (step, timestamp, value): the only one that can become the latest. */
export function latestOfEach(rows: readonly MetricRow[]): MetricRow[] {
  if (rows.length === 1) return rows as MetricRow[]
  const latest = new Map<string, MetricRow>()
  for (const row of rows) {
    const id = `${row.run_id}/${row.key}`
    const best = latest.get(id)
    if (best === undefined || isLater(row, best)) latest.set(id, row)
  }
  return [...latest.values()]
}

/** In the order of the tables' keys: neighbours go onto the same pages of an index, and writers meet them in the same order. */
export function inKeyOrder(rows: readonly MetricRow[]): readonly MetricRow[] {
  if (rows.length === 1) return rows
  return rows.toSorted(
    (a, b) =>
      order(a.key, b.key) ||
      order(a.run_id, b.run_id) ||
      order(a.timestamp, b.timestamp) ||
      order(a.step, b.step),
  )
}

/** What came from the wire beyond 2^53 is a bigint, with which there is no subtracting. */
function order<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function isLater(a: MetricRow, b: MetricRow): boolean {
  if (a.step !== b.step) return a.step > b.step
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp
  return a.value > b.value
}
