import { endpoint } from './endpoint.ts'
import { invalidParameter, missingParameter } from './errors.ts'
import * as m from './generated/messages.ts'
import { LIMITS } from './limits.ts'
import { type Double, type Message, message } from './message.ts'

export const getMetricHistory = endpoint<m.GetMetricHistory, m.GetMetricHistoryResponse>({
  method: 'GET',
  path: '2.0/mlflow/metrics/get-history',
  request: m.GetMetricHistory,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id', 'metric_key'],
  permission: { action: 'read', on: 'run', by: ['run_id'] },
})

/** A request of the page, not a protobuf message of MLflow's. */
export interface GetMetricHistoryBulk {
  run_id?: string[]
  metric_key?: string
  max_results?: number
}
const GetMetricHistoryBulk = message<GetMetricHistoryBulk>('GetMetricHistoryBulk', {
  run_id: { type: 'string', repeated: true },
  metric_key: { type: 'string' },
  max_results: { type: 'int32' },
})

export const getMetricHistoryBulk = endpoint<
  GetMetricHistoryBulk,
  { metrics: Required<m.MetricWithRunId>[] }
>({
  method: 'GET',
  path: '2.0/mlflow/metrics/get-history-bulk',
  request: GetMetricHistoryBulk,
  ajaxOnly: true,
  permission: { action: 'read', on: 'run', by: ['run_id'] },
})

export const getMetricHistoryBulkInterval = endpoint<
  m.GetMetricHistoryBulkInterval,
  m.GetMetricHistoryBulkIntervalResponse
>({
  method: 'GET',
  path: '2.0/mlflow/metrics/get-history-bulk-interval',
  request: m.GetMetricHistoryBulkInterval,
  required: ['run_ids', 'metric_key'],
  ranges: {
    run_ids: {
      max: LIMITS.historyRuns,
      message: `GetMetricHistoryBulkInterval request must specify at most ${LIMITS.historyRuns} run_ids. Received {length} run_ids.`,
    },
    max_results: {
      min: 1,
      max: LIMITS.historyPointsPerRun,
      message: `max_results must be between 1 and ${LIMITS.historyPointsPerRun}.`,
    },
  },
  permission: { action: 'read', on: 'run', by: ['run_ids'] },
})

/** What a curve is drawn over; `relative` is the time since its first point. */
export type CurveAxis = 'step' | 'time' | 'relative'

/** Asks for the curves of metrics in runs, as many points each as there is room for on a screen. */
export interface GetMetricCurves {
  run_ids?: string[]
  metric_keys?: string[]
  axis?: CurveAxis
  /** The part of the axis to show, its ends included: steps, or milliseconds. */
  from?: Double
  to?: Double
  /** About how many points a curve may have. */
  points?: number
  /** How much of each smoothed value comes from the values before it, in percent. */
  smooth?: Double
  /** A group for each of `run_ids`: asks for the means of the groups instead of their curves. */
  groups?: string[]
  /** For each of `run_ids` a place on the axis: only later points are wanted. */
  since?: Double[]
}
export const GetMetricCurves: Message<GetMetricCurves> = message('GetMetricCurves', {
  run_ids: { type: 'string', camel: 'runIds', repeated: true },
  metric_keys: { type: 'string', camel: 'metricKeys', repeated: true },
  axis: { type: 'enum', values: { step: 0, time: 1, relative: 2 } },
  from: { type: 'double' },
  to: { type: 'double' },
  points: { type: 'int32' },
  smooth: { type: 'double', default: 0 },
  groups: { type: 'string', repeated: true },
  since: { type: 'double', repeated: true },
})

/** The points of one metric in one run, in the order of the axis. */
export interface MetricCurve {
  run_id: string
  key: string
  /** How many points were asked for; more than are here where the curve was thinned. */
  count: number
  /** How many points the metric has in the run. */
  all: number
  /** The first point's place on the axis, then the distance of each from the one before. */
  dx: number[]
  /** Rounded to what can be told apart in a chart of the curve. */
  y: Double[]
  /** The same smoothed, where that was asked for: a moving average over all points, not only those that are here. */
  s?: Double[]
}

/** The mean of the curves of a group at places of its own, and how far they reach. */
export interface MetricGroup {
  name: string
  key: string
  runs: number
  dx: number[]
  y: Double[]
  low: Double[]
  high: Double[]
}

/** Runs without the metric are left out. */
export interface GetMetricCurvesResponse {
  curves: MetricCurve[]
  groups?: MetricGroup[]
}

function assertCurves({
  run_ids = [],
  metric_keys = [],
  points = LIMITS.curvePoints,
  groups = run_ids,
  since,
  smooth = 0,
  axis,
}: GetMetricCurves): void {
  if (run_ids.length === 0) throw missingParameter('run_ids')
  if (metric_keys.length === 0) throw missingParameter('metric_keys')
  for (const [name, list] of Object.entries({ groups, since: since ?? run_ids }))
    if (list.length !== run_ids.length)
      throw invalidParameter(`${name} must have an entry for each of the ${run_ids.length} run_ids.`)
  if (!(Number(smooth) >= 0 && Number(smooth) < 100))
    throw invalidParameter(`smooth must be a percentage of 0 or more and less than 100, not ${smooth}.`)
  if (since && (Number(smooth) > 0 || groups !== run_ids || axis === 'relative'))
    throw invalidParameter("since goes neither with smooth, nor with groups, nor with the axis 'relative'.")
  const all = run_ids.length * metric_keys.length * points
  if (all <= LIMITS.curvePointsOfAll) return
  throw invalidParameter(
    `Too much for one chart: ${run_ids.length} runs × ${metric_keys.length} metrics × ${points} points are more than ${LIMITS.curvePointsOfAll}.`,
  )
}

export const getMetricCurves = endpoint<GetMetricCurves, GetMetricCurvesResponse>({
  method: 'POST',
  path: '3.0/millrace/metrics/curves',
  request: GetMetricCurves,
  check: assertCurves,
  ranges: { points: { min: 8, max: LIMITS.curvePoints } },
  compressed: true,
  permission: { action: 'read', on: 'run', by: ['run_ids'] },
})

/** Asks for every point of a metric in some runs, as a file of CSV. */
export interface ExportMetric {
  run_ids?: string[]
  metric_key?: string
}
export const ExportMetric: Message<ExportMetric> = message('ExportMetric', {
  run_ids: { type: 'string', camel: 'runIds', repeated: true },
  metric_key: { type: 'string', camel: 'metricKey' },
})

/** Answers with the file itself, piece by piece, instead of a JSON reply. */
export const exportMetric = endpoint<ExportMetric, never>({
  method: 'POST',
  path: '3.0/millrace/metrics/export',
  request: ExportMetric,
  required: ['run_ids', 'metric_key'],
  permission: { action: 'read', on: 'run', by: ['run_ids'] },
})
