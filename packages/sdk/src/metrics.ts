import * as wire from '@millrace/contract'
import { type PageOptions, Search } from './pages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { fromInt64, given, type Int, toDouble, toInt64, toMilliseconds } from './wire.ts'

/** One value of a metric. */
export interface MetricPoint {
  readonly key: string
  readonly value: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** A bigint beyond 2^53. */
  readonly step: Int
  /** The logged model that was measured, if any. */
  readonly modelId?: string
  /** The data set on which it was measured, if any. */
  readonly datasetName?: string
  readonly datasetDigest?: string
}

/** A value of a metric, to be logged. */
export interface NewMetricPoint {
  readonly key: string
  readonly value: number
  /** Now if not given. */
  readonly timestamp?: Date | number
  /** 0 if not given. */
  readonly step?: Int
  readonly modelId?: string
  readonly datasetName?: string
  readonly datasetDigest?: string
}

/** A point of one of several runs. */
export interface RunMetricPoint extends MetricPoint {
  readonly runId: string
}

/** Which part of the histories of several runs, and how dense. */
export interface SampledHistory {
  readonly runIds: readonly string[]
  readonly key: string
  readonly startStep?: number
  readonly endStep?: number
  /** Points of each run at most. */
  readonly maxPoints?: number
}

/**
 * `client.metrics`: what was logged, point by point.
 * @example
 * ```ts
 * const points = await client.metrics.history(runId, 'loss').all()
 * ```
 */
export class Metrics {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * All points of a metric of a run, by time and step.
   * @example
   * ```ts
   * const points = await client.metrics.history(runId, 'loss').all()
   * ```
   */
  history(runId: string, key: string, page: PageOptions = {}, options?: CallOptions): Search<MetricPoint> {
    const { pageSize = 25_000, pageToken } = page
    return new Search(async (page_token) => {
      const answer = await this.#transport.call(
        wire.getMetricHistory,
        given({ run_id: runId, metric_key: key, max_results: pageSize, page_token }),
        options,
      )
      return {
        items: (answer.metrics ?? []).map(toMetricPoint),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, pageToken)
  }

  /**
   * Histories of several runs, thinned out evenly to so many points each as a chart can show.
   * @example
   * ```ts
   * const points = await client.metrics.sampledHistory({ runIds: [a, b], key: 'loss', maxPoints: 300 })
   * ```
   */
  async sampledHistory(search: SampledHistory, options?: CallOptions): Promise<RunMetricPoint[]> {
    const { metrics = [] } = await this.#transport.call(
      wire.getMetricHistoryBulkInterval,
      given({
        run_ids: search.runIds.slice(),
        metric_key: search.key,
        start_step: search.startStep,
        end_step: search.endStep,
        max_results: search.maxPoints,
      }),
      options,
    )
    return metrics.map((metric) => ({ ...toMetricPoint(metric), runId: metric.run_id ?? '' }))
  }
}

/** A point of the wire under the names of this package. */
export function toMetricPoint(metric: wire.Metric): MetricPoint {
  return {
    key: metric.key ?? '',
    value: wire.toNumber(metric.value ?? 0),
    timestamp: Number(metric.timestamp ?? 0),
    step: fromInt64(metric.step),
    ...(metric.model_id && { modelId: metric.model_id }),
    ...(metric.dataset_name && { datasetName: metric.dataset_name }),
    ...(metric.dataset_digest && { datasetDigest: metric.dataset_digest }),
  }
}

/** A point under the wire's names. */
export function fromMetricPoint(point: NewMetricPoint): wire.Metric {
  return given({
    key: point.key,
    value: toDouble(point.value),
    timestamp: toMilliseconds(point.timestamp ?? Date.now()),
    step: toInt64(point.step ?? 0),
    model_id: point.modelId,
    dataset_name: point.datasetName,
    dataset_digest: point.datasetDigest,
  })
}
