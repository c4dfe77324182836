import type { LoggedModel } from '@millrace/contract'
import { toStatus } from '../logged-models/rows.ts'
import type { Bundle, Row } from './bundle.ts'
import type { Rest } from './rest.ts'
import { type Links, ORIGIN_TAG } from './server-links.ts'
import type { Counts } from './store.ts'

/** Writes logged models to a server. */
export class ModelsWriter {
  readonly #rest: Rest
  readonly #links: Links

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  /** @returns what was new. */
  async write({ rows }: Bundle): Promise<Counts> {
    const row = rows.logged_models?.[0] as Row<'logged_models'>
    const there = await this.#find(row)
    const model = there ?? (await this.#create(row, rows))
    const info = model.info ?? {}
    this.#links.models.set(row.model_id, info)
    const model_id = info.model_id ?? ''
    const status = toStatus(Number(row.status))
    if (status !== info.status && status !== 'LOGGED_MODEL_STATUS_UNSPECIFIED') {
      await this.#rest.call('PATCH', `logged-models/${model_id}`, {
        body: { model_id, status },
        repeatable: true,
      })
    }
    const tags = missingTags(rows, there)
    if (tags.length > 0) {
      await this.#rest.call('PATCH', `logged-models/${model_id}/tags`, {
        body: { model_id, tags },
        repeatable: true,
      })
    }
    if (!there) await this.#logMetrics(model_id, rows.logged_model_metrics ?? [])
    if (!there && row.lifecycle_stage === 'deleted') {
      await this.#rest.call('DELETE', `logged-models/${model_id}`, { repeatable: true })
    }
    const count = (all: readonly unknown[] = []) => (there ? 0 : all.length)
    return {
      logged_models: count([row]),
      logged_model_params: count(rows.logged_model_params),
      logged_model_tags: there ? tags.length : (rows.logged_model_tags?.length ?? 0),
      logged_model_metrics: count(rows.logged_model_metrics),
    }
  }

  async #find(row: Row<'logged_models'>): Promise<LoggedModel | undefined> {
    if (this.#links.fresh.has(String(row.experiment_id))) return undefined
    const { models = [] } = await this.#rest.post<{ models?: LoggedModel[] }>('logged-models/search', {
      experiment_ids: [this.#experiment(row)],
      max_results: 1,
      filter: `tags.\`${ORIGIN_TAG}\` = '${row.model_id}'`,
    })
    return models[0]
  }

  async #create(row: Row<'logged_models'>, rows: Bundle['rows']): Promise<LoggedModel> {
    const pair = (key: string, value: string) => ({ key, value })
    const { model } = await this.#rest.call<{ model: LoggedModel }>('POST', 'logged-models', {
      body: {
        experiment_id: this.#experiment(row),
        name: row.name,
        ...(row.model_type && { model_type: row.model_type }),
        ...(row.source_run_id && {
          source_run_id: this.#links.runs.get(row.source_run_id)?.id ?? row.source_run_id,
        }),
        params: (rows.logged_model_params ?? []).map((p) => pair(p.param_key, p.param_value)),
        tags: [...ownTags(rows), pair(ORIGIN_TAG, row.model_id)],
      },
    })
    return model
  }

  #experiment(row: Row<'logged_models'>): string {
    return this.#links.experiment(row.experiment_id)
  }

  /** By their runs, as clients do: the run's own point is there already. */
  async #logMetrics(model_id: string, rows: readonly Row<'logged_model_metrics'>[]): Promise<void> {
    for (const row of rows) {
      const run_id = this.#links.runs.get(row.run_id)?.id
      if (run_id === undefined) continue
      await this.#rest.post('runs/log-metric', {
        run_id,
        model_id,
        key: row.metric_name,
        value: row.metric_value,
        timestamp: row.metric_timestamp_ms,
        step: row.metric_step,
        ...(row.dataset_name && { dataset_name: row.dataset_name, dataset_digest: row.dataset_digest }),
      })
    }
  }
}

function missingTags(rows: Bundle['rows'], there: LoggedModel | undefined) {
  if (!there) return []
  const known = new Map(there.info?.tags?.map(({ key, value }) => [key, value]))
  return ownTags(rows).filter(({ key, value }) => known.get(key) !== value)
}

/** A server itself notes which versions a model became. */
const OF_THE_SERVER: ReadonlySet<string> = new Set([ORIGIN_TAG, 'mlflow.modelVersions'])

function ownTags({ logged_model_tags = [] }: Bundle['rows']) {
  return logged_model_tags
    .map(({ tag_key: key, tag_value: value }) => ({ key, value }))
    .filter(({ key }) => !OF_THE_SERVER.has(key))
}
