import type { LoggedModel } from '@millrace/contract'
import { toStatus } from '../logged-models/rows.ts'
import type { Bundle, Row } from './bundle.ts'
import { ORIGIN_TAG, ownTags } from './origin-tag.ts'
import type { Rest } from './rest.ts'
import type { Links } from './server-links.ts'
import type { Counts } from './store.ts'

/** Writes logged models to a server. */
export class ModelsWriter {
  readonly #rest: Rest
  readonly #links: Links
  /** Of the target, by the source's ids, until they are counted. */
  readonly #points = new Map<string, number>()
  #left = 0
  #deleted = 0

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  /** @returns what was new. */
  async write({ rows }: Bundle): Promise<Counts> {
    const row = rows.logged_models?.[0] as Row<'logged_models'>
    const there = await this.#find(row)
    if (row.lifecycle_stage === 'deleted') {
      this.#points.set(row.model_id, rows.logged_model_metrics?.length ?? 0)
      return this.#leaveDeleted(there)
    }
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
    const points = await this.#logMetrics(model_id, rows.logged_model_metrics ?? [], there)
    this.#points.set(row.model_id, points.found)
    const count = (all: readonly unknown[] = []) => (there ? 0 : all.length)
    return {
      logged_models: count([row]),
      logged_model_params: count(rows.logged_model_params),
      logged_model_tags: there ? tags.length : (rows.logged_model_tags?.length ?? 0),
      logged_model_metrics: points.copied,
    }
  }

  /** A repeat would not find what a server no longer shows, and would make it anew. */
  async #leaveDeleted(there: LoggedModel | undefined): Promise<Counts> {
    this.#deleted += 1
    if (!there) return {}
    await this.#rest.call('DELETE', `logged-models/${there.info?.model_id}`, { repeatable: true })
    return { logged_models: 1 }
  }

  /** How many points of a model that was written the target has now; told once. */
  countPoints(model_id: string): number {
    const count = this.#points.get(model_id) ?? 0
    this.#points.delete(model_id)
    return count
  }

  notes(): string[] {
    return [
      ...(this.#left > 0
        ? [`${this.#left} metric points of logged models stayed behind: their runs were not copied.`]
        : []),
      ...(this.#deleted > 0
        ? [`${this.#deleted} deleted logged models were passed over and count as there: a server shows none.`]
        : []),
    ]
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
        tags: [...tagsOf(rows), pair(ORIGIN_TAG, row.model_id)],
      },
    })
    return model
  }

  #experiment(row: Row<'logged_models'>): string {
    return this.#links.experiment(row.experiment_id)
  }

  /** By their runs, as clients do: the run's own point is there already. */
  async #logMetrics(
    model_id: string,
    rows: readonly Row<'logged_model_metrics'>[],
    there: LoggedModel | undefined,
  ): Promise<{ copied: number; found: number }> {
    const known = new Set(
      (there?.data?.metrics ?? []).flatMap((point) => [pointName(point), onlyPoint(point)]),
    )
    const counts = { copied: 0, found: 0 }
    for (const row of rows) {
      const run_id = this.#links.runs.get(row.run_id)?.id
      const point = { key: row.metric_name, timestamp: row.metric_timestamp_ms, step: row.metric_step }
      // An earlier copy may have brought a run that this one leaves out.
      const isThere = known.has(run_id === undefined ? onlyPoint(point) : pointName({ ...point, run_id }))
      if (!isThere && run_id === undefined) {
        this.#left += 1
        continue
      }
      counts.found += 1
      if (isThere) continue
      counts.copied += 1
      await this.#rest.post('runs/log-metric', {
        run_id,
        model_id,
        ...point,
        value: row.metric_value,
        ...(row.dataset_name && { dataset_name: row.dataset_name, dataset_digest: row.dataset_digest }),
      })
    }
    return counts
  }
}

interface Point {
  readonly key?: string
  readonly timestamp?: number | bigint
  readonly step?: number | bigint
  readonly run_id?: string
}

/** What tells a point of a model from its others. */
function pointName(point: Point): string {
  return `${point.run_id} ${onlyPoint(point)}`
}

function onlyPoint({ key, timestamp, step }: Point): string {
  return `${timestamp} ${step ?? 0} ${key}`
}

function missingTags(rows: Bundle['rows'], there: LoggedModel | undefined) {
  if (!there) return []
  const known = new Map(there.info?.tags?.map(({ key, value }) => [key, value]))
  return tagsOf(rows).filter(({ key, value }) => known.get(key) !== value)
}

/** A server itself notes which versions a model became. */
const VERSIONS_TAG = 'mlflow.modelVersions'

function tagsOf({ logged_model_tags = [] }: Bundle['rows']) {
  return ownTags(logged_model_tags.map(({ tag_key: key, tag_value: value }) => ({ key, value }))).filter(
    ({ key }) => key !== VERSIONS_TAG,
  )
}
