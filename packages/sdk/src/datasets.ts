import * as wire from '@millrace/contract'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Texts, toPairs, toRecord } from './wire.ts'

/** A data set that a run reads, as MLflow keeps it. */
export interface Dataset {
  readonly name: string
  /** Tells versions of it apart. */
  readonly digest: string
  /** `local`, `http`, `code` and so on. */
  readonly sourceType: string
  /** Where it comes from: JSON of a shape that the source type decides. */
  readonly source: string
  /** JSON that describes its columns. */
  readonly schema?: string
  /** JSON that describes its contents. */
  readonly profile?: string
}

/** A data set in a run, and what it was for there. */
export interface DatasetInput {
  readonly dataset: Dataset
  /** `mlflow.data.context` says what it was for. */
  readonly tags: Texts
}

/** A data set that some run of an experiment took in. */
export interface DatasetSummary {
  readonly experimentId: string
  readonly name: string
  readonly digest: string
  readonly context: string | undefined
}

/**
 * `client.datasets`: what runs read.
 * @example
 * ```ts
 * const seen = await client.datasets.search(['1'])
 * ```
 */
export class Datasets {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * The data sets that runs of these experiments took in.
   * @example
   * ```ts
   * for (const { name, digest, context } of await client.datasets.search(['1'])) console.log(name, digest, context)
   * ```
   */
  async search(experimentIds: readonly string[], options?: CallOptions): Promise<DatasetSummary[]> {
    const input = { experiment_ids: experimentIds.slice() }
    const { dataset_summaries = [] } = await this.#transport.call(wire.searchDatasets, input, options)
    return dataset_summaries.map(({ experiment_id = '', name = '', digest = '', context }) => ({
      experimentId: experiment_id,
      name,
      digest,
      context,
    }))
  }
}

/** A run's data set under the names of this package. */
export function toDatasetInput({ dataset = {}, tags }: wire.DatasetInput): DatasetInput {
  const { name = '', digest = '', source_type = '', source = '', schema, profile } = dataset
  return {
    dataset: { name, digest, sourceType: source_type, source, ...given({ schema, profile }) },
    tags: toRecord(tags),
  }
}

/** The same under the wire's names. */
export function fromDatasetInput({ dataset, tags }: DatasetInput): wire.DatasetInput {
  const { sourceType, ...rest } = dataset
  return { dataset: { ...rest, source_type: sourceType }, tags: toPairs(tags) ?? [] }
}
