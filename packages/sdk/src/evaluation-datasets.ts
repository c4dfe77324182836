import * as wire from '@millrace/contract'
import { jsonLine } from './content/json.ts'
import { type PageOptions, Search } from './pages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Texts, toDate } from './wire.ts'

/** Records to evaluate against, under a name. */
export interface EvaluationDataset {
  readonly datasetId: string
  readonly name: string
  readonly digest: string
  readonly tags: Readonly<Record<string, unknown>>
  readonly experimentIds: readonly string[]
  readonly creationTime: Date | undefined
  readonly lastUpdateTime: Date | undefined
}

/** What a new evaluation data set may be given. */
export interface NewEvaluationDataset {
  readonly name: string
  readonly experimentIds?: readonly string[]
  readonly tags?: Texts
}

/** A record, as MLflow has it: `inputs`, `expectations` and the like. */
export type EvaluationRecord = Readonly<Record<string, unknown>>

/** Which evaluation data sets to look for. */
export interface EvaluationDatasetSearch extends PageOptions {
  readonly experimentIds?: readonly string[]
  /** @example "name LIKE 'support%'" */
  readonly filter?: string
  readonly orderBy?: readonly string[]
}

/**
 * `client.evaluationDatasets`
 * @example
 * ```ts
 * const { name, tags } = await client.evaluationDatasets.get(datasetId)
 * ```
 */
export class EvaluationDatasets {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * An evaluation data set without records yet.
   * @example
   * ```ts
   * const { datasetId } = await client.evaluationDatasets.create({ name: 'support', experimentIds: ['1'] })
   * ```
   */
  async create(fields: NewEvaluationDataset, options?: CallOptions): Promise<EvaluationDataset> {
    const { name, experimentIds, tags } = fields
    const input = given({ name, experiment_ids: experimentIds?.slice(), tags: tags && jsonLine(tags) })
    return toDataset((await this.#transport.create(wire.createEvaluationDataset, input, options)).dataset)
  }

  /**
   * What is known of it besides its records.
   * @throws NotFoundError
   * @example
   * ```ts
   * const { digest } = await client.evaluationDatasets.get(datasetId)
   * ```
   */
  async get(datasetId: string, options?: CallOptions): Promise<EvaluationDataset> {
    const input = { dataset_id: datasetId }
    return toDataset((await this.#transport.call(wire.getEvaluationDataset, input, options)).dataset)
  }

  /**
   * Evaluation data sets by name and tags.
   * @example
   * ```ts
   * const found = await client.evaluationDatasets.search({ filter: "name LIKE 'support%'" }).all()
   * ```
   */
  search(search: EvaluationDatasetSearch = {}, options?: CallOptions): Search<EvaluationDataset> {
    const { experimentIds, filter, orderBy, pageSize, pageToken } = search
    return new Search(async (page_token) => {
      const answer = await this.#transport.call(
        wire.searchEvaluationDatasets,
        given({
          experiment_ids: experimentIds?.slice(),
          filter_string: filter,
          order_by: orderBy?.slice(),
          max_results: pageSize,
          page_token,
        }),
        options,
      )
      return {
        items: (answer.datasets ?? []).map(toDataset),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, pageToken)
  }

  /**
   * Deletes it with its records.
   * @example
   * ```ts
   * await client.evaluationDatasets.delete(datasetId)
   * ```
   */
  async delete(datasetId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteEvaluationDataset, { dataset_id: datasetId }, options)
  }

  /**
   * Adds records; those whose inputs are there already are brought up to date.
   * @example
   * ```ts
   * await client.evaluationDatasets.upsertRecords(datasetId, [{ inputs: { question: 'Why?' } }])
   * ```
   */
  async upsertRecords(
    datasetId: string,
    records: readonly EvaluationRecord[],
    options?: CallOptions,
  ): Promise<{ readonly inserted: number; readonly updated: number }> {
    const input = { dataset_id: datasetId, records: jsonLine(records) }
    const { inserted_count = 0, updated_count = 0 } = await this.#transport.call(
      wire.upsertDatasetRecords,
      input,
      options,
    )
    return { inserted: inserted_count, updated: updated_count }
  }

  /**
   * All records.
   * @example
   * ```ts
   * for await (const { inputs } of client.evaluationDatasets.records(datasetId)) console.log(inputs)
   * ```
   */
  records(datasetId: string, page: PageOptions = {}, options?: CallOptions): Search<EvaluationRecord> {
    return new Search(async (page_token) => {
      const input = given({ dataset_id: datasetId, max_results: page.pageSize, page_token })
      const answer = await this.#transport.call(wire.getDatasetRecords, input, options)
      return {
        items: JSON.parse(answer.records || '[]') as EvaluationRecord[],
        nextPageToken: answer.next_page_token || undefined,
      }
    }, page.pageToken)
  }

  /**
   * Deletes some of the records.
   * @returns how many there were.
   * @example
   * ```ts
   * await client.evaluationDatasets.deleteRecords(datasetId, [recordId])
   * ```
   */
  async deleteRecords(
    datasetId: string,
    recordIds: readonly string[],
    options?: CallOptions,
  ): Promise<number> {
    const input = { dataset_id: datasetId, dataset_record_ids: recordIds.slice() }
    return (await this.#transport.call(wire.deleteDatasetRecords, input, options)).deleted_count ?? 0
  }

  /**
   * Later values take the place of earlier ones.
   * @example
   * ```ts
   * await client.evaluationDatasets.setTags(datasetId, { team: 'risk' })
   * ```
   */
  async setTags(datasetId: string, tags: Texts, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.setDatasetTags, { dataset_id: datasetId, tags: jsonLine(tags) }, options)
  }

  /**
   * Takes a tag away.
   * @example
   * ```ts
   * await client.evaluationDatasets.deleteTag(datasetId, 'team')
   * ```
   */
  async deleteTag(datasetId: string, key: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteDatasetTag, { dataset_id: datasetId, key }, options)
  }

  /**
   * Shows it in further experiments.
   * @example
   * ```ts
   * await client.evaluationDatasets.addToExperiments(datasetId, ['2'])
   * ```
   */
  async addToExperiments(
    datasetId: string,
    experimentIds: readonly string[],
    options?: CallOptions,
  ): Promise<void> {
    const input = { dataset_id: datasetId, experiment_ids: experimentIds.slice() }
    await this.#transport.call(wire.addDatasetToExperiments, input, options)
  }

  /**
   * Shows it in these experiments no more.
   * @example
   * ```ts
   * await client.evaluationDatasets.removeFromExperiments(datasetId, ['2'])
   * ```
   */
  async removeFromExperiments(
    datasetId: string,
    experimentIds: readonly string[],
    options?: CallOptions,
  ): Promise<void> {
    const input = { dataset_id: datasetId, experiment_ids: experimentIds.slice() }
    await this.#transport.call(wire.removeDatasetFromExperiments, input, options)
  }
}

function toDataset(dataset: wire.DatasetsDataset = {}): EvaluationDataset {
  return {
    datasetId: dataset.dataset_id ?? '',
    name: dataset.name ?? '',
    digest: dataset.digest ?? '',
    tags: JSON.parse(dataset.tags || '{}') as Record<string, unknown>,
    experimentIds: dataset.experiment_ids ?? [],
    creationTime: toDate(dataset.created_time),
    lastUpdateTime: toDate(dataset.last_update_time),
  }
}
