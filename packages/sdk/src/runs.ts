import * as wire from '@millrace/contract'
import { type DatasetInput, fromDatasetInput, toDatasetInput } from './datasets.ts'
import { fromMetricPoint, type MetricPoint, type NewMetricPoint, toMetricPoint } from './metrics.ts'
import type { PageOptions } from './pages.ts'
import { RunsFound } from './run-rows.ts'
import type { CallOptions, Transport } from './transport.ts'
import {
  fromInt64,
  given,
  type Int,
  type Lower,
  type Texts,
  toDate,
  toInt64,
  toMilliseconds,
  toPairs,
  toRecord,
  type View,
  viewType,
} from './wire.ts'

/** How a run stands. */
export type RunStatus = Lower<wire.RunStatus>

/** What is known of a run without its metrics, params and tags. */
export interface RunInfo {
  readonly runId: string
  readonly experimentId: string
  readonly name: string
  readonly userId: string
  readonly status: RunStatus
  readonly startTime: Date | undefined
  readonly endTime: Date | undefined
  readonly artifactUri: string
  readonly lifecycleStage: 'active' | 'deleted'
}

/** A model that a run made, and at which step. */
export interface ModelOutput {
  readonly modelId: string
  readonly step: Int
}

/** A run with all that was logged to it. */
export interface RunRecord extends RunInfo {
  /** The latest value of each metric. */
  readonly metrics: Readonly<Record<string, number>>
  /** The latest point of each metric. */
  readonly latestMetrics: readonly MetricPoint[]
  readonly params: Texts
  readonly tags: Texts
  readonly datasets: readonly DatasetInput[]
  /** Ids of the logged models that it read. */
  readonly inputModels: readonly string[]
  readonly outputModels: readonly ModelOutput[]
}

/** What a new run may be given. */
export interface NewRun {
  readonly experimentId: string
  /** Made up by the server if not given. */
  readonly name?: string
  /** Now if not given. */
  readonly startTime?: Date | number
  readonly userId?: string
  readonly tags?: Texts
}

/** What of a run may be changed. */
export interface RunUpdate {
  readonly name?: string
  readonly status?: RunStatus
  readonly endTime?: Date | number
}

/** Which runs to look for. */
export interface RunSearch extends PageOptions {
  readonly experimentIds: readonly string[]
  /** @example "metrics.loss < 0.2 AND params.optimizer = 'adam' AND attributes.status = 'FINISHED'" */
  readonly filter?: string
  /** @example ['metrics.loss ASC', 'attributes.start_time DESC'] */
  readonly orderBy?: readonly string[]
  /** `active` if not given. */
  readonly view?: View
}

/** What may be logged to a run together. */
export interface LogBatch {
  readonly metrics?: readonly NewMetricPoint[]
  readonly params?: Texts
  readonly tags?: Texts
}

/**
 * `client.runs`
 * @example
 * ```ts
 * const { metrics } = await client.runs.get(runId)
 * ```
 */
export class Runs {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * A run that goes on until it is told to have ended.
   * @example
   * ```ts
   * const run = await client.runs.create({ experimentId: '1', name: 'first', tags: { stage: 'trial' } })
   * ```
   */
  async create(fields: NewRun, options?: CallOptions): Promise<RunRecord> {
    const input = given({
      experiment_id: fields.experimentId,
      run_name: fields.name,
      user_id: fields.userId,
      start_time: toMilliseconds(fields.startTime ?? Date.now()),
      tags: toPairs(fields.tags),
    })
    return toRun((await this.#transport.create(wire.createRun, input, options)).run)
  }

  /**
   * A run with all that was logged to it.
   * @throws NotFoundError
   * @example
   * ```ts
   * const { metrics, params, tags } = await client.runs.get(runId)
   * ```
   */
  async get(runId: string, options?: CallOptions): Promise<RunRecord> {
    return toRun((await this.#transport.call(wire.getRun, { run_id: runId }, options)).run)
  }

  /**
   * Changes its name, status or end.
   * @example
   * ```ts
   * await client.runs.update(runId, { status: 'finished', endTime: new Date() })
   * ```
   */
  async update(runId: string, update: RunUpdate, options?: CallOptions): Promise<RunInfo> {
    const { name, status, endTime } = update
    const input = given({
      run_id: runId,
      run_name: name,
      status: status && (status.toUpperCase() as wire.RunStatus),
      end_time: endTime === undefined ? undefined : toMilliseconds(endTime),
    })
    return toRunInfo((await this.#transport.call(wire.updateRun, input, options)).run_info)
  }

  /**
   * Marks it as deleted; {@link restore} takes that back.
   * @example
   * ```ts
   * await client.runs.delete(runId)
   * ```
   */
  async delete(runId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteRun, { run_id: runId }, options)
  }

  /**
   * Takes a deletion back.
   * @example
   * ```ts
   * await client.runs.restore(runId)
   * ```
   */
  async restore(runId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.restoreRun, { run_id: runId }, options)
  }

  /**
   * Runs by what was logged to them.
   * @example
   * ```ts
   * const best = await client.runs
   *   .search({ experimentIds: ['1'], filter: 'params.depth = "3"', orderBy: ['metrics.auc DESC'] })
   *   .all(10)
   * ```
   */
  search(search: RunSearch, options?: CallOptions): RunsFound {
    return this.searchIn(async () => search.experimentIds, search, options)
  }

  /** The same in experiments that are still to be found out. @internal */
  searchIn(
    experimentIds: () => Promise<readonly string[]>,
    search: Omit<RunSearch, 'experimentIds'>,
    options?: CallOptions,
  ): RunsFound {
    const { filter, orderBy, view, pageSize = 1000, pageToken } = search
    return new RunsFound(async (page_token) => {
      const answer = await this.#transport.call(
        wire.searchRuns,
        given({
          experiment_ids: [...(await experimentIds())],
          filter,
          order_by: orderBy?.slice(),
          run_view_type: viewType(view),
          max_results: pageSize,
          page_token,
        }),
        options,
      )
      return { items: (answer.runs ?? []).map(toRun), nextPageToken: answer.next_page_token || undefined }
    }, pageToken)
  }

  /**
   * One value, sent at once.
   * @example
   * ```ts
   * await client.runs.logMetric(runId, { key: 'loss', value: 0.12, step: 7 })
   * ```
   */
  async logMetric(runId: string, point: NewMetricPoint, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.logMetric, { ...fromMetricPoint(point), run_id: runId }, options)
  }

  /**
   * A param can be set once.
   * @example
   * ```ts
   * await client.runs.logParam(runId, 'optimizer', 'adam')
   * ```
   */
  async logParam(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.logParam, { run_id: runId, key, value }, options)
  }

  /**
   * A later value takes the place of an earlier one.
   * @example
   * ```ts
   * await client.runs.setTag(runId, 'stage', 'trial')
   * ```
   */
  async setTag(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.setTag, { run_id: runId, key, value }, options)
  }

  /**
   * Takes a tag away.
   * @example
   * ```ts
   * await client.runs.deleteTag(runId, 'stage')
   * ```
   */
  async deleteTag(runId: string, key: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteTag, { run_id: runId, key }, options)
  }

  /**
   * All of it or nothing; MLflow's limits hold: 1,000 metrics, 100 params, 100 tags, 1,000 in all.
   * @example
   * ```ts
   * await client.runs.logBatch(runId, { metrics: [{ key: 'loss', value: 0.12 }], params: { depth: '3' } })
   * ```
   */
  async logBatch(runId: string, { metrics, params, tags }: LogBatch, options?: CallOptions): Promise<void> {
    const input = given({
      run_id: runId,
      metrics: metrics?.map(fromMetricPoint),
      params: toPairs(params),
      tags: toPairs(tags),
    })
    await this.#transport.call(wire.logBatch, input, options)
  }

  /**
   * Says which data sets and logged models a run reads.
   * @example
   * ```ts
   * await client.runs.logInputs(runId, { modelIds: [modelId] })
   * ```
   */
  async logInputs(
    runId: string,
    inputs: { readonly datasets?: readonly DatasetInput[]; readonly modelIds?: readonly string[] },
    options?: CallOptions,
  ): Promise<void> {
    const input = {
      run_id: runId,
      datasets: (inputs.datasets ?? []).map(fromDatasetInput),
      models: (inputs.modelIds ?? []).map((model_id) => ({ model_id })),
    }
    await this.#transport.call(wire.logInputs, input, options)
  }

  /**
   * Says which logged models a run made.
   * @example
   * ```ts
   * await client.runs.logOutputs(runId, [{ modelId, step: 100 }])
   * ```
   */
  async logOutputs(runId: string, models: readonly ModelOutput[], options?: CallOptions): Promise<void> {
    const input = {
      run_id: runId,
      models: models.map(({ modelId, step }) => ({ model_id: modelId, step: toInt64(step) })),
    }
    await this.#transport.call(wire.logOutputs, input, options)
  }
}

/** @internal */
export function toRunInfo(info: wire.RunInfo = {}): RunInfo {
  return {
    runId: info.run_id ?? info.run_uuid ?? '',
    experimentId: info.experiment_id ?? '',
    name: info.run_name ?? '',
    userId: info.user_id ?? '',
    status: (info.status ?? 'RUNNING').toLowerCase() as RunStatus,
    startTime: toDate(info.start_time),
    endTime: toDate(info.end_time),
    artifactUri: info.artifact_uri ?? '',
    lifecycleStage: info.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
  }
}

/** @internal */
export function toRun({ info = {}, data = {}, inputs = {}, outputs = {} }: wire.Run = {}): RunRecord {
  const tags = toRecord(data.tags)
  const latestMetrics = (data.metrics ?? []).map(toMetricPoint)
  return {
    ...toRunInfo(info),
    // Servers before MLflow 2 tell a run's name by its tag only.
    name: info.run_name || (tags['mlflow.runName'] ?? ''),
    metrics: Object.fromEntries(latestMetrics.map(({ key, value }) => [key, value])),
    latestMetrics,
    params: toRecord(data.params),
    tags,
    datasets: (inputs.dataset_inputs ?? []).map(toDatasetInput),
    inputModels: (inputs.model_inputs ?? []).map(({ model_id = '' }) => model_id),
    outputModels: (outputs.model_outputs ?? []).map(({ model_id = '', step }) => ({
      modelId: model_id,
      step: fromInt64(step),
    })),
  }
}
