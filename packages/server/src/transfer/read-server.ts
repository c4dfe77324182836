import type { ArtifactRepository } from '@millrace/artifacts'
import type { Experiment, LoggedModel, ModelVersion, RegisteredModel, Run } from '@millrace/contract'
import type { Place } from '../artifacts/locate.ts'
import { proxyOf } from './artifact-proxy.ts'
import type { Bundle, Bundles, Kind } from './bundle.ts'
import { readHistories } from './read-server-histories.ts'
import { rowsOfModel, rowsOfVersion } from './registry-rows.ts'
import { type Rest, RestError } from './rest.ts'
import { getPages, postPages, type Query } from './rest-pages.ts'
import { placeOnServer } from './server-place.ts'
import { IS_PROMPT, versionsOf } from './server-versions.ts'
import { type Selection, type Source, TransferError } from './store.ts'
import { datasetRows, experimentRows, loggedModelRows, runRows } from './wire-rows.ts'

const EXPERIMENTS_PER_PAGE = 500
/** As many as the bulk reading of histories takes. */
const RUNS_PER_PAGE = 100
const MODELS_PER_PAGE = 50
const REGISTRY_PER_PAGE = 100
const ALL_STAGES = 'ALL'

/** Reads an MLflow server by its REST interface, a page at a time. */
export class ServerSource implements Source {
  readonly name: string
  readonly #rest: Rest
  readonly #proxied: ArtifactRepository
  /** Of this reading, where only some experiments are wanted: what versions may have come from. */
  readonly #origins = new Set<string>()
  #hasLoggedModels = true

  constructor(rest: Rest) {
    this.name = rest.name
    this.#rest = rest
    this.#proxied = proxyOf(rest)
  }

  /** @throws TransferError where nobody answers */
  async assertThere(): Promise<void> {
    await (await this.#rest.send('GET', '/version', { repeatable: true })).body?.cancel()
  }

  /** A server does not tell how much there is. */
  async count(): Promise<Partial<Record<Kind, number>>> {
    return {}
  }

  async *read(selection: Selection): Bundles {
    const experiments = await this.#experiments(selection)
    for (const experiment of experiments) {
      yield { kind: 'experiment', id: experiment.name ?? '', rows: experimentRows(experiment) }
    }
    for (const experiment of experiments) yield* this.#runs(experiment, selection)
    for (const experiment of experiments) yield* this.#loggedModels(experiment, selection)
    yield* this.#registry(selection)
  }

  async notCarried(): Promise<string[]> {
    return [
      'Traces, evaluation datasets, scorers and webhooks are not read from a server: copy from its database to have traces.',
      'Servers do not tell of deleted logged models and versions: they stay behind.',
      ...(this.#hasLoggedModels ? [] : ['The server has no logged models: they came with MLflow 3.0.']),
    ]
  }

  artifacts(uri: string): Promise<Place> {
    return placeOnServer(this.#proxied, uri)
  }

  async #experiments({ experiments: wanted }: Selection): Promise<Experiment[]> {
    const all: Experiment[] = []
    const search = { max_results: EXPERIMENTS_PER_PAGE, view_type: ALL_STAGES }
    for await (const page of postPages<{ experiments?: Experiment[] }>(
      this.#rest,
      'experiments/search',
      search,
    )) {
      all.push(...(page.experiments ?? []))
    }
    all.sort((a, b) => Number(a.experiment_id) - Number(b.experiment_id))
    if (wanted === undefined) return all
    return wanted.map((name) => {
      const found =
        all.find((experiment) => experiment.name === name) ?? all.find((e) => e.experiment_id === name)
      if (found) return found
      throw new TransferError(`There is no experiment '${name}' in ${this.name}.`)
    })
  }

  async *#runs({ experiment_id = '' }: Experiment, selection: Selection): AsyncGenerator<Bundle> {
    const datasets = new Set<string>()
    const search = {
      experiment_ids: [experiment_id],
      run_view_type: ALL_STAGES,
      max_results: RUNS_PER_PAGE,
      // Runs that are made meanwhile come last.
      order_by: ['attributes.start_time ASC'],
    }
    for await (const page of postPages<{ runs?: Run[] }>(this.#rest, 'runs/search', search)) {
      const runs = (page.runs ?? []).filter((run) =>
        isRecent(selection, run.info?.start_time, run.info?.end_time),
      )
      if (selection.experiments) for (const run of runs) this.#origins.add(run.info?.run_id ?? '')
      for (const row of runs.flatMap((run) => datasetRows(experiment_id, run))) {
        if (datasets.has(row.dataset_uuid)) continue
        datasets.add(row.dataset_uuid)
        yield { kind: 'dataset', id: `${row.name}/${row.digest}`, rows: { datasets: [row] } }
      }
      yield* this.#runBundles(runs)
    }
  }

  /** A run's row comes with its first points; more of them follow. */
  async *#runBundles(runs: readonly Run[]): AsyncGenerator<Bundle> {
    for await (const { run, points, continues } of readHistories(this.#rest, runs)) {
      const { first } = points
      const rows = { ...(first ? runRows(run) : {}), metrics: points.rows }
      const artifacts = run.info?.artifact_uri
      yield {
        kind: 'run',
        id: run.info?.run_id ?? '',
        rows,
        ...(artifacts && first ? { artifacts } : {}),
        ...(continues ? { continues } : {}),
      }
    }
  }

  async *#loggedModels({ experiment_id = '' }: Experiment, selection: Selection): AsyncGenerator<Bundle> {
    for await (const page of this.#loggedModelPages(experiment_id)) {
      for (const model of page.models ?? []) {
        const { info = {} } = model
        if (!isRecent(selection, info.creation_timestamp_ms, info.last_updated_timestamp_ms)) continue
        if (selection.experiments) this.#origins.add(`models:/${info.model_id}`)
        yield {
          kind: 'logged_model',
          id: info.model_id ?? '',
          rows: loggedModelRows(model),
          ...(info.artifact_uri ? { artifacts: info.artifact_uri } : {}),
        }
      }
    }
  }

  async *#loggedModelPages(experiment_id: string) {
    if (!this.#hasLoggedModels) return
    const search = { experiment_ids: [experiment_id], max_results: MODELS_PER_PAGE }
    try {
      yield* postPages<{ models?: LoggedModel[] }>(this.#rest, 'logged-models/search', search)
    } catch (error) {
      if (!isUnknownEndpoint(error)) throw error
      this.#hasLoggedModels = false
    }
  }

  /** Prompts are registered models too, which a search shows only when it is asked for them. */
  async *#registry(selection: Selection): AsyncGenerator<Bundle> {
    for (const filter of [undefined, IS_PROMPT]) {
      const query = { max_results: REGISTRY_PER_PAGE, ...(filter && { filter }) }
      for await (const page of this.#registryPages(query)) {
        for (const model of page.registered_models ?? []) {
          yield* this.#registered(model, filter ? [` and ${filter}`, ''] : [''], selection)
        }
      }
    }
  }

  /** @param conditions of the versions: those of prompts show only when they are asked for, too. */
  async *#registered(
    model: RegisteredModel,
    conditions: readonly string[],
    selection: Selection,
  ): AsyncGenerator<Bundle> {
    const name = model.name ?? ''
    const bundle: Bundle = { kind: 'registered_model', id: name, rows: rowsOfModel(model) }
    let isSent = selection.experiments === undefined
    if (isSent) yield bundle
    for (const condition of conditions) {
      for await (const version of versionsOf(this.#rest, name, condition)) {
        if (!isRecent(selection, version.creation_timestamp, version.last_updated_timestamp)) continue
        if (!this.#isWanted(version, selection)) continue
        if (!isSent) yield bundle
        isSent = true
        const rows = rowsOfVersion(version, await this.#storageLocation(version))
        yield { kind: 'model_version', id: `${name}/${version.version}`, rows }
      }
    }
  }

  /** A search does not tell it. */
  async #storageLocation({ name = '', version = '' }: ModelVersion): Promise<string | undefined> {
    try {
      const query = { name, version }
      return (await this.#rest.get<{ artifact_uri?: string }>('model-versions/get-download-uri', query))
        .artifact_uri
    } catch (error) {
      // A version that is not ready has none.
      if (error instanceof RestError) return undefined
      throw error
    }
  }

  #isWanted({ run_id = '', source = '' }: ModelVersion, { experiments }: Selection): boolean {
    return experiments === undefined || this.#origins.has(run_id) || this.#origins.has(source)
  }

  /** A server without a registry has none to copy. */
  async *#registryPages(query: Query) {
    try {
      yield* getPages<{ registered_models?: RegisteredModel[] }>(
        this.#rest,
        'registered-models/search',
        query,
      )
    } catch (error) {
      if (!isUnknownEndpoint(error)) throw error
    }
  }
}

function isUnknownEndpoint(error: unknown): boolean {
  return error instanceof RestError && error.status === 404 && error.code !== 'RESOURCE_DOES_NOT_EXIST'
}

function isRecent({ since }: Selection, ...times: readonly (number | bigint | undefined)[]): boolean {
  return since === undefined || times.some((time) => time !== undefined && time >= since)
}
