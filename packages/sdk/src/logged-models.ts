import * as wire from '@millrace/contract'
import { type MetricPoint, toMetricPoint } from './metrics.ts'
import { type PageOptions, Search } from './pages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Texts, toDate, toPairs, toRecord } from './wire.ts'

/** How far a logged model is. */
export type LoggedModelStatus = 'unspecified' | 'pending' | 'ready' | 'upload_failed'

/** A model that was logged, of MLflow 3: with a life of its own beside its run. */
export interface LoggedModel {
  readonly modelId: string
  readonly experimentId: string
  readonly name: string
  readonly status: LoggedModelStatus
  readonly modelType: string | undefined
  /** The run that made it. */
  readonly sourceRunId: string | undefined
  /** Where its files are. */
  readonly artifactUri: string
  readonly creationTime: Date | undefined
  readonly lastUpdateTime: Date | undefined
  readonly tags: Texts
  readonly params: Texts
  readonly metrics: readonly MetricPoint[]
}

/** What a new logged model may be given. */
export interface NewLoggedModel {
  readonly experimentId: string
  /** Made up by the server if not given. */
  readonly name?: string
  readonly modelType?: string
  readonly sourceRunId?: string
  readonly params?: Texts
  readonly tags?: Texts
}

/** Which logged models to look for. */
export interface LoggedModelSearch extends PageOptions {
  readonly experimentIds: readonly string[]
  /** @example "metrics.accuracy > 0.9 AND params.depth = '3'" */
  readonly filter?: string
  readonly orderBy?: readonly LoggedModelOrder[]
  /** Metrics in the filter and the order count on these data sets only. */
  readonly datasets?: readonly { readonly name: string; readonly digest?: string }[]
}

/** A field to order logged models by. */
export interface LoggedModelOrder {
  /** @example 'metrics.accuracy' */
  readonly field: string
  /** True if not given. */
  readonly ascending?: boolean
  readonly datasetName?: string
  readonly datasetDigest?: string
}

/**
 * `client.loggedModels`
 * @example
 * ```ts
 * const { status, metrics } = await client.loggedModels.get(modelId)
 * ```
 */
export class LoggedModels {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * A model whose files are still to come: `pending` until {@link finalize} says how that went.
   * @example
   * ```ts
   * const { modelId } = await client.loggedModels.create({ experimentId: '1', name: 'tree', sourceRunId: runId })
   * ```
   */
  async create(fields: NewLoggedModel, options?: CallOptions): Promise<LoggedModel> {
    const input = given({
      experiment_id: fields.experimentId,
      name: fields.name,
      model_type: fields.modelType,
      source_run_id: fields.sourceRunId,
      params: toPairs(fields.params),
      tags: toPairs(fields.tags),
    })
    return toLoggedModel((await this.#transport.create(wire.createLoggedModel, input, options)).model)
  }

  /**
   * A logged model with its params, tags and metrics.
   * @throws NotFoundError
   * @example
   * ```ts
   * const { artifactUri } = await client.loggedModels.get(modelId)
   * ```
   */
  async get(modelId: string, options?: CallOptions): Promise<LoggedModel> {
    const { model } = await this.#transport.call(wire.getLoggedModel, { model_id: modelId }, options)
    return toLoggedModel(model)
  }

  /**
   * Says that all files are there, or that they could not be brought.
   * @example
   * ```ts
   * await client.loggedModels.finalize(modelId, 'ready')
   * ```
   */
  async finalize(
    modelId: string,
    status: 'ready' | 'upload_failed',
    options?: CallOptions,
  ): Promise<LoggedModel> {
    const word = status === 'ready' ? 'LOGGED_MODEL_READY' : 'LOGGED_MODEL_UPLOAD_FAILED'
    const input = { model_id: modelId, status: word } as const
    return toLoggedModel((await this.#transport.call(wire.finalizeLoggedModel, input, options)).model)
  }

  /**
   * Marks it as deleted.
   * @example
   * ```ts
   * await client.loggedModels.delete(modelId)
   * ```
   */
  async delete(modelId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteLoggedModel, { model_id: modelId }, options)
  }

  /**
   * Params of a logged model can be set once.
   * @example
   * ```ts
   * await client.loggedModels.logParams(modelId, { depth: '3' })
   * ```
   */
  async logParams(modelId: string, params: Texts, options?: CallOptions): Promise<void> {
    const input = { model_id: modelId, params: toPairs(params) }
    await this.#transport.call(wire.logLoggedModelParams, input, options)
  }

  /**
   * Later values take the place of earlier ones.
   * @example
   * ```ts
   * await client.loggedModels.setTags(modelId, { kind: 'tree' })
   * ```
   */
  async setTags(modelId: string, tags: Texts, options?: CallOptions): Promise<LoggedModel> {
    const input = { model_id: modelId, tags: toPairs(tags) }
    return toLoggedModel((await this.#transport.call(wire.setLoggedModelTags, input, options)).model)
  }

  /**
   * Takes a tag away.
   * @example
   * ```ts
   * await client.loggedModels.deleteTag(modelId, 'kind')
   * ```
   */
  async deleteTag(modelId: string, key: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteLoggedModelTag, { model_id: modelId, tag_key: key }, options)
  }

  /**
   * Logged models by what was logged to them.
   * @example
   * ```ts
   * const models = await client.loggedModels.search({ experimentIds: ['1'], filter: 'metrics.auc > 0.9' }).all()
   * ```
   */
  search(search: LoggedModelSearch, options?: CallOptions): Search<LoggedModel> {
    const { experimentIds, filter, orderBy, datasets, pageSize, pageToken } = search
    return new Search(async (page_token) => {
      const answer = await this.#transport.call(
        wire.searchLoggedModels,
        given({
          experiment_ids: experimentIds.slice(),
          filter,
          order_by: orderBy?.map(fromOrder),
          datasets: datasets?.map(({ name, digest }) =>
            given({ dataset_name: name, dataset_digest: digest }),
          ),
          max_results: pageSize,
          page_token,
        }),
        options,
      )
      return {
        items: (answer.models ?? []).map(toLoggedModel),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, pageToken)
  }
}

function fromOrder({ field, ascending, datasetName, datasetDigest }: LoggedModelOrder) {
  return given({
    field_name: field,
    ascending,
    dataset_name: datasetName,
    dataset_digest: datasetDigest,
  })
}

const STATUSES: Readonly<Record<wire.LoggedModelStatus, LoggedModelStatus>> = {
  LOGGED_MODEL_STATUS_UNSPECIFIED: 'unspecified',
  LOGGED_MODEL_PENDING: 'pending',
  LOGGED_MODEL_READY: 'ready',
  LOGGED_MODEL_UPLOAD_FAILED: 'upload_failed',
}

/** @internal */
export function toLoggedModel({ info = {}, data = {} }: wire.LoggedModel = {}): LoggedModel {
  return {
    modelId: info.model_id ?? '',
    experimentId: info.experiment_id ?? '',
    name: info.name ?? '',
    status: STATUSES[info.status ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED'] ?? 'unspecified',
    modelType: info.model_type || undefined,
    sourceRunId: info.source_run_id || undefined,
    artifactUri: info.artifact_uri ?? '',
    creationTime: toDate(info.creation_timestamp_ms),
    lastUpdateTime: toDate(info.last_updated_timestamp_ms),
    tags: toRecord(info.tags),
    params: toRecord(data.params),
    metrics: (data.metrics ?? []).map(toMetricPoint),
  }
}
