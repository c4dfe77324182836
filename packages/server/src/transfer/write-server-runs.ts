import { LIMITS, type Metric, type Run } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { inParallel, readHistories } from './read-server-histories.ts'
import type { Rest } from './rest.ts'
import { type Links, ORIGIN_TAG } from './server-links.ts'
import { addCounts, type Counts } from './store.ts'

interface Pair {
  readonly key: string
  readonly value: string
}

/** A link that waits for what it leads to. */
interface ModelLink {
  readonly run_id: string
  readonly model: string
  readonly step: number | bigint
  readonly isOutput: boolean
  /** Models that the run led to before. */
  readonly known: ReadonlySet<string>
}

const PARENT_TAG = 'mlflow.parentRunId'
const RUNS_PER_SEARCH = 100

/** Writes runs to a server. */
export class RunsWriter {
  readonly #rest: Rest
  readonly #links: Links
  readonly #datasets = new Map<string, Row<'datasets'>>()
  readonly #sentDatasets = new Set<string>()
  /** Of runs that come in pieces: their row, and how many points the target had before. */
  readonly #unfinished = new Map<string, { row: Row<'runs'>; before: number }>()
  readonly #modelLinks: ModelLink[] = []
  readonly #parents: { run_id: string; parent: string }[] = []
  readonly #deleted: string[] = []

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  addDataset(row: Row<'datasets'>): void {
    this.#datasets.set(row.dataset_uuid, row)
  }

  /** @returns what was new. */
  async write(bundle: Bundle): Promise<Counts> {
    const [row] = bundle.rows.runs ?? []
    const copied = row ? await this.#begin(row, bundle) : {}
    const run_id = this.#links.runs.get(bundle.id)?.id ?? ''
    await this.#logPoints(run_id, bundle)
    const begun = this.#unfinished.get(bundle.id)
    if (bundle.continues || !begun) return copied
    this.#unfinished.delete(bundle.id)
    return addCounts(copied, await this.#end(run_id, begun))
  }

  async #begin(row: Row<'runs'>, { rows }: Bundle): Promise<Counts> {
    const experiment_id = this.#links.experiments.get(String(row.experiment_id)) ?? String(row.experiment_id)
    const there = await this.#find(row, experiment_id)
    const tags = this.#tags(row, rows.tags ?? [])
    const run = there ?? (await this.#create(row, experiment_id, tags.slice(0, LIMITS.paramsOrTagsPerBatch)))
    const { run_id = '', artifact_uri = '', lifecycle_stage } = run.info ?? {}
    this.#links.runs.set(row.run_uuid, { id: run_id, artifact_uri })
    if (lifecycle_stage === 'deleted') await this.#rest.post('runs/restore', { run_id })
    if (row.lifecycle_stage === 'deleted') this.#deleted.push(run_id)
    const params = (rows.params ?? []).map(({ key, value }) => ({ key, value }))
    const news = {
      params: missing(params, run.data?.params),
      tags: missing(tags, run.data?.tags),
    }
    await this.#logPairs(run_id, news)
    await this.#logInputs(run_id, rows, there)
    const before = there ? await countPoints(this.#rest, [there]) : 0
    this.#unfinished.set(row.run_uuid, { row, before })
    const isNew = there === undefined
    const count = (all: readonly unknown[] = []) => (isNew ? all.length : 0)
    return {
      runs: count([row]),
      params: news.params.length,
      tags: isNew ? (rows.tags?.length ?? 0) : news.tags.length,
      latest_metrics: count(rows.latest_metrics),
      inputs: count(rows.inputs?.filter(({ source_type }) => source_type === 'DATASET')),
      input_tags: count(rows.input_tags),
    }
  }

  /** The status comes last: a run that is not whole does not look finished. */
  async #end(run_id: string, { row, before }: { row: Row<'runs'>; before: number }): Promise<Counts> {
    const update = {
      run_id,
      status: row.status ?? 'RUNNING',
      ...(row.end_time && { end_time: row.end_time }),
    }
    await this.#rest.post('runs/update', { ...update, ...(row.name && { run_name: row.name }) })
    const { run } = await this.#rest.get<{ run: Run }>('runs/get', { run_id })
    return { metrics: (await countPoints(this.#rest, [run])) - before }
  }

  async #find(row: Row<'runs'>, experiment_id: string): Promise<Run | undefined> {
    if (this.#links.fresh.has(String(row.experiment_id))) return undefined
    const { runs = [] } = await this.#rest.post<{ runs?: Run[] }>('runs/search', {
      experiment_ids: [experiment_id],
      run_view_type: 'ALL',
      max_results: 1,
      filter: `tags.\`${ORIGIN_TAG}\` = '${row.run_uuid}'`,
    })
    return runs[0]
  }

  async #create(row: Row<'runs'>, experiment_id: string, tags: readonly Pair[]): Promise<Run> {
    const { run } = await this.#rest.call<{ run: Run }>('POST', 'runs/create', {
      body: {
        experiment_id,
        run_name: row.name ?? '',
        start_time: row.start_time ?? 0,
        user_id: row.user_id ?? '',
        tags,
      },
    })
    return run
  }

  /** As the target is to have them; a parent that is not there yet is named at the end. */
  #tags(row: Row<'runs'>, rows: readonly Row<'tags'>[]): Pair[] {
    const tags: Pair[] = [{ key: ORIGIN_TAG, value: row.run_uuid }]
    for (const { key, value } of rows) {
      const parent = key === PARENT_TAG ? this.#links.runs.get(value ?? '')?.id : undefined
      if (key === PARENT_TAG && parent === undefined)
        this.#parents.push({ run_id: row.run_uuid, parent: value ?? '' })
      if (key !== ORIGIN_TAG) tags.push({ key, value: parent ?? value ?? '' })
    }
    return tags
  }

  async #logPairs(run_id: string, { params, tags }: { params: Pair[]; tags: Pair[] }): Promise<void> {
    const size = LIMITS.paramsOrTagsPerBatch
    for (let i = 0; i < Math.max(params.length, tags.length); i += size) {
      const batch = { params: params.slice(i, i + size), tags: tags.slice(i, i + size) }
      await this.#rest.post('runs/log-batch', { run_id, ...batch })
    }
  }

  /** The server passes over the points that it has. */
  async #logPoints(run_id: string, { rows }: Bundle): Promise<void> {
    const metrics = (rows.metrics ?? []).map(toMetric)
    for (let i = 0; i < metrics.length; i += LIMITS.metricsPerBatch) {
      await this.#rest.post('runs/log-batch', {
        run_id,
        metrics: metrics.slice(i, i + LIMITS.metricsPerBatch),
      })
    }
  }

  async #logInputs(run_id: string, rows: Bundle['rows'], there: Run | undefined): Promise<void> {
    const known = new Set(
      there?.inputs?.dataset_inputs?.map(({ dataset }) => `${dataset?.name}\n${dataset?.digest}`),
    )
    const datasets = (rows.inputs ?? []).flatMap((input) => {
      const dataset = input.source_type === 'DATASET' ? this.#datasets.get(input.source_id) : undefined
      if (!dataset || known.has(`${dataset.name}\n${dataset.digest}`)) return []
      this.#sentDatasets.add(input.source_id)
      const tags = (rows.input_tags ?? []).filter(({ input_uuid }) => input_uuid === input.input_uuid)
      return [{ dataset: toDataset(dataset), tags: tags.map(({ name, value }) => ({ key: name, value })) }]
    })
    if (datasets.length > 0) await this.#rest.post('runs/log-inputs', { run_id, datasets })
    for (const { source_type, destination_id, step = 0 } of rows.inputs ?? []) {
      if (source_type === 'DATASET') continue
      const isOutput = source_type === 'RUN_OUTPUT'
      this.#modelLinks.push({ run_id, model: destination_id, step, isOutput, known: linkedModels(there) })
    }
  }

  /** Links to models and parents, and the stage `deleted`: only now everything is there. */
  async finish(): Promise<{ copied: Counts; found: Counts }> {
    let copied = 0
    await inParallel(this.#modelLinks, async ({ run_id, model, step, isOutput, known }) => {
      const model_id = this.#links.models.get(model)?.model_id ?? model
      if (known.has(model_id)) return
      copied += 1
      const models = [isOutput ? { model_id, step } : { model_id }]
      await this.#rest.post(isOutput ? 'runs/outputs' : 'runs/log-inputs', { run_id, models })
    })
    await inParallel(this.#parents, async ({ run_id, parent }) => {
      const value = this.#links.runs.get(parent)?.id
      const child = this.#links.runs.get(run_id)?.id
      if (value && child) await this.#rest.post('runs/set-tag', { run_id: child, key: PARENT_TAG, value })
    })
    await inParallel(this.#deleted, async (run_id) => {
      await this.#rest.post('runs/delete', { run_id })
    })
    return {
      copied: { datasets: this.#sentDatasets.size, inputs: copied },
      found: { inputs: this.#modelLinks.length },
    }
  }

  /** What the target has of some runs of the source. */
  async count(ids: readonly string[]): Promise<Counts> {
    const counts: Counts = {}
    const targets = ids.flatMap((id) => this.#links.runs.get(id)?.id ?? [])
    for (let i = 0; i < targets.length; i += RUNS_PER_SEARCH) {
      const runs = await this.#byIds(targets.slice(i, i + RUNS_PER_SEARCH))
      for (const run of runs) addCounts(counts, countRows(run))
      addCounts(counts, { metrics: await countPoints(this.#rest, runs) })
    }
    return counts
  }

  async #byIds(ids: readonly string[]): Promise<Run[]> {
    const { runs = [] } = await this.#rest.post<{ runs?: Run[] }>('runs/search', {
      experiment_ids: [...new Set(this.#links.experiments.values())],
      run_view_type: 'ALL',
      max_results: ids.length,
      filter: `attributes.run_id IN (${ids.map((id) => `'${id}'`).join(', ')})`,
    })
    return runs
  }
}

async function countPoints(rest: Rest, runs: readonly Run[]): Promise<number> {
  let count = 0
  for await (const { points } of readHistories(rest, runs)) count += points.rows.length
  return count
}

/** Its tag of origin is not the source's. */
function countRows({ data = {}, inputs }: Run): Counts {
  const tags = (data.tags ?? []).filter(({ key }) => key !== ORIGIN_TAG)
  const datasets = inputs?.dataset_inputs ?? []
  return {
    runs: 1,
    params: data.params?.length ?? 0,
    tags: tags.length,
    latest_metrics: data.metrics?.length ?? 0,
    inputs: datasets.length,
    input_tags: datasets.reduce((sum, { tags = [] }) => sum + tags.length, 0),
  }
}

function missing(wanted: readonly Pair[], there: readonly { key?: string; value?: string }[] = []): Pair[] {
  const known = new Map(there.map(({ key, value }) => [key, value ?? '']))
  return wanted.filter(({ key, value }) => known.get(key) !== value)
}

export function toMetric({ key, value, timestamp, step, is_nan }: Row<'metrics'>): Metric {
  return {
    key,
    value: is_nan ? 'NaN' : Number(value),
    timestamp: timestamp as number,
    step: (step ?? 0) as number,
  }
}

function toDataset(row: Row<'datasets'>) {
  return {
    name: row.name,
    digest: row.digest,
    source_type: row.dataset_source_type,
    source: row.dataset_source,
    ...(row.dataset_schema && { schema: row.dataset_schema }),
    ...(row.dataset_profile && { profile: row.dataset_profile }),
  }
}

function linkedModels(run: Run | undefined): ReadonlySet<string> {
  const models = [...(run?.inputs?.model_inputs ?? []), ...(run?.outputs?.model_outputs ?? [])]
  return new Set(models.map(({ model_id = '' }) => model_id))
}
