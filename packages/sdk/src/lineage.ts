import * as wire from '@millrace/contract'
import { type LoggedModel, toLoggedModel } from './logged-models.ts'
import { type PageOptions, Search } from './pages.ts'
import { toModelVersion } from './registry-rows.ts'
import type { ModelVersion } from './registry-types.ts'
import { type RunInfo, type RunRecord, toRun, toRunInfo } from './runs.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Texts } from './wire.ts'

/** A data set that the run of a version read. */
export interface DatasetOrigin {
  readonly name?: string
  readonly digest?: string
  readonly sourceType?: string
  readonly source?: string
  readonly context?: string
}

/** The code that the run of a version ran. */
export interface CodeOrigin {
  readonly commit?: string
  readonly branch?: string
  readonly repository?: string
  readonly dirty?: string
  readonly sourceName?: string
  readonly sourceType?: string
  readonly entryPoint?: string
}

/** Where a version came from. */
export interface VersionOrigin {
  readonly version: ModelVersion
  /** The versions that it is a copy of, the nearest first. */
  readonly copiedFrom: readonly { readonly name: string; readonly version: string }[]
  readonly loggedModel: LoggedModel | undefined
  readonly run: RunRecord | undefined
  /** The run's parent, that one's parent and so on. */
  readonly parentRuns: readonly RunInfo[]
  readonly datasets: readonly DatasetOrigin[]
  readonly inputModels: readonly string[]
  readonly code: CodeOrigin | undefined
  /** The files that describe its environment, by name. */
  readonly environment: Texts
}

/**
 * `client.lineage`: Millrace servers only.
 * @example
 * ```ts
 * const { run, datasets, code } = await client.lineage.originOf('churn', { alias: 'champion' })
 * ```
 */
export class Lineage {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Where a version came from: its run, data, code and environment.
   * @example
   * ```ts
   * const { run, datasets } = await client.lineage.originOf('churn', { version: '7' })
   * ```
   */
  async originOf(
    name: string,
    which: { readonly version: string } | { readonly alias: string },
    options?: CallOptions,
  ): Promise<VersionOrigin> {
    return toOrigin(await this.#transport.call(wire.lineage, { name, ...which }, options))
  }

  /**
   * The versions that came of a run.
   * @example
   * ```ts
   * const versions = await client.lineage.versionsOfRun(runId).all()
   * ```
   */
  versionsOfRun(runId: string, page?: PageOptions, options?: CallOptions): Search<ModelVersion> {
    return this.#versions({ run_id: runId }, page, options)
  }

  /**
   * The versions that came of a data set.
   * @example
   * ```ts
   * const versions = await client.lineage.versionsOfDataset({ name: 'customers' }).all()
   * ```
   */
  versionsOfDataset(
    dataset: { readonly name: string; readonly digest?: string },
    page?: PageOptions,
    options?: CallOptions,
  ): Search<ModelVersion> {
    return this.#versions(
      given({ dataset_name: dataset.name, dataset_digest: dataset.digest }),
      page,
      options,
    )
  }

  #versions(question: wire.Lineage, page: PageOptions = {}, options?: CallOptions): Search<ModelVersion> {
    return new Search(async (page_token) => {
      const input = given({ ...question, max_results: page.pageSize, page_token })
      const answer = await this.#transport.call(wire.lineage, input, options)
      return {
        items: (answer.model_versions ?? []).map(toModelVersion),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, page.pageToken)
  }
}

function toOrigin(origin: wire.LineageResponse): VersionOrigin {
  return {
    version: toModelVersion(origin.model_version),
    copiedFrom: origin.copied_from ?? [],
    loggedModel: origin.logged_model && toLoggedModel(origin.logged_model),
    run: origin.run && toRun(origin.run),
    parentRuns: (origin.parent_runs ?? []).map(toRunInfo),
    datasets: (origin.datasets ?? []).map(({ source_type, ...rest }) =>
      given({ ...rest, sourceType: source_type }),
    ),
    inputModels: origin.input_models ?? [],
    code: origin.code && toCode(origin.code),
    environment: origin.environment ?? {},
  }
}

function toCode({ source_name, source_type, entry_point, ...rest }: wire.CodeOrigin): CodeOrigin {
  return given({ ...rest, sourceName: source_name, sourceType: source_type, entryPoint: entry_point })
}
