import { endpoint } from './endpoint.ts'
import * as m from './generated/messages.ts'
import { LIMITS } from './limits.ts'
import { message } from './message.ts'

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
