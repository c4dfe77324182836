import type { GetMetricHistoryBulkIntervalResponse, Metric, MetricWithRunId } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'

/** What MLflow's own page asks for; more points than a card has room for. */
const MAX_POINTS = 320

/** The latest value is part of the key: a chart is read again when, and only when, its metric has grown. */
const version = ({ step, timestamp, value }: Metric) => `${step}:${timestamp}:${value}`

export const historyQuery = (runId: string, metric: Metric) =>
  queryOptions({
    queryKey: ['history', runId, metric.key, version(metric)],
    queryFn: async ({ signal }): Promise<MetricWithRunId[]> => {
      const query = { run_ids: [runId], metric_key: metric.key, max_results: MAX_POINTS }
      const path = 'metrics/get-history-bulk-interval'
      return (await get<GetMetricHistoryBulkIntervalResponse>(path, query, signal)).metrics ?? []
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
