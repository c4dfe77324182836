import { LIMITS, type Metric, type Run } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { inParallel, readHistories } from './read-server-histories.ts'
import type { Refusals } from './refusals.ts'
import type { Rest } from './rest.ts'
import { type Links, ORIGIN_TAG } from './server-links.ts'
import { addCounts, type Counts } from './store.ts'

interface Pair {
  readonly key: string
  readonly value: string
}

interface LogBatch {
  readonly metrics: Metric[]
  readonly params: Pair[]
  readonly tags: Pair[]
}

/** A run that is there, and what it lacks. */
interface Begun extends Omit<LogBatch, 'metrics'> {
  readonly copied: Counts
}

const NOTHING: Begun = { copied: {}, params: [], tags: [] }

/** A link that waits for what it leads to. */
interface ModelLink {
  readonly run_id: string
  readonly model: string
  readonly step: number | bigint
  readonly isOutput: boolean
  /** Models that the run led to before. */
  readonly known: ReadonlySet<string>
}

interface ParentLink {
  /** The run in the target that is to be linked. */
  readonly child: string
  readonly parent: string
  /** What the target has there. */
  readonly before: string | undefined
}

const PARENT_TAG = 'mlflow.parentRunId'
const RUNS_PER_SEARCH = 100
const RUNS_PER_INDEX_PAGE = 1000

/** Writes runs to a server. */
export class RunsWriter {
  readonly #rest: Rest
  readonly #links: Links
  readonly #datasets = new Map<string, Row<'datasets'>>()
  readonly #sentDatasets = new Set<string>()
  /** Of runs that come in pieces, until the last one. */
  readonly #unfinished = new Map<string, Row<'runs'>>()
  /** Copies that the target had, by their origins. */
  readonly #copies = new Map<string, string>()
  readonly #indexed = new Set<string>()
  /** What the target has of the runs that are being written. */
  readonly #found = new Map<string, { run: Run; points: number }>()
  /** Points that the target had of runs that are not counted yet. */
  #before = 0
  readonly #modelLinks: ModelLink[] = []
  readonly #parents: ParentLink[] = []
  readonly #deleted: string[] = []

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  addDataset(row: Row<'datasets'>): void {
    this.#datasets.set(row.dataset_uuid, row)
  }

  /** Looks what the target has of runs that are to be written. */
  async find(bundles: readonly Bundle[]): Promise<void> {
    this.#found.clear()
    const rows = bundles.flatMap(({ rows }) => rows.runs ?? [])
    for (const row of rows) await this.#indexExperiment(row)
    const origins = new Map(rows.flatMap(({ run_uuid }) => pairIf(this.#copies.get(run_uuid), run_uuid)))
    const ids = [...origins.keys()]
    for (let i = 0; i < ids.length; i += RUNS_PER_SEARCH) {
      const runs = await this.#byIds(ids.slice(i, i + RUNS_PER_SEARCH))
      const found = new Map(runs.map((run) => [idOf(run), { run, points: 0 }]))
      for await (const { run, points } of readHistories(this.#rest, runs)) {
        const counted = found.get(idOf(run))
        if (counted) counted.points += points.rows.length
        this.#before += points.rows.length
      }
      for (const [id, counted] of found) this.#found.set(origins.get(id) ?? '', counted)
    }
  }

  /** @returns what was new, but for points: they are counted when all is written. */
  async write(bundle: Bundle): Promise<Counts> {
    const [row] = bundle.rows.runs ?? []
    const there = this.#found.get(row?.run_uuid ?? '')
    const { copied, params, tags } = row ? await this.#begin(row, bundle, there?.run) : NOTHING
    const run_id = this.#links.runs.get(bundle.id)?.id ?? ''
    const points = bundle.rows.metrics ?? []
    const isWhole = there?.points === points.length && !bundle.continues
    await this.#log(run_id, { metrics: isWhole ? [] : points.map(toMetric), params, tags })
    const begun = this.#unfinished.get(bundle.id)
    if (bundle.continues || !begun) return copied
    this.#unfinished.delete(bundle.id)
    if (!isAsBefore(begun, there?.run)) await this.#end(run_id, begun)
    return copied
  }

  async #begin(row: Row<'runs'>, { rows }: Bundle, there: Run | undefined): Promise<Begun> {
    const wanted = tagsOf(row, rows.tags ?? [])
    const run = there ?? (await this.#create(row, wanted.slice(0, LIMITS.paramsOrTagsPerBatch)))
    const { run_id = '', artifact_uri = '', lifecycle_stage } = run.info ?? {}
    this.#links.runs.set(row.run_uuid, { id: run_id, artifact_uri })
    this.#noteParent(run_id, rows.tags ?? [], there)
    if (lifecycle_stage === 'deleted') await this.#rest.post('runs/restore', { run_id })
    if (row.lifecycle_stage === 'deleted') this.#deleted.push(run_id)
    await this.#logInputs(run_id, rows, there)
    this.#unfinished.set(row.run_uuid, row)
    const params = missing(rows.params ?? [], run.data?.params)
    const tags = missing(wanted, run.data?.tags)
    const count = (all: readonly unknown[] = []) => (there ? 0 : all.length)
    return {
      params,
      tags,
      copied: {
        runs: count([row]),
        params: params.length,
        // The tag of origin is not the source's.
        tags: there ? tags.length : wanted.length - 1,
        latest_metrics: count(rows.latest_metrics),
        inputs: count(rows.inputs?.filter(({ source_type }) => source_type === 'DATASET')),
        input_tags: count(rows.input_tags),
      },
    }
  }

  /** The status comes last: a run that is not whole does not look finished. */
  async #end(run_id: string, { status, end_time, name }: Row<'runs'>): Promise<void> {
    await this.#rest.post('runs/update', {
      run_id,
      status: status ?? 'RUNNING',
      ...(end_time && { end_time }),
      ...(name && { run_name: name }),
    })
  }

  #experimentOf({ experiment_id }: Row<'runs'>): string {
    return this.#links.experiment(experiment_id)
  }

  /** By their tags, all of an experiment at once: a search for one run takes as long. */
  async #indexExperiment(row: Row<'runs'>): Promise<void> {
    const experiment = String(row.experiment_id)
    if (!this.#links.experiments.has(experiment)) return
    if (this.#links.fresh.has(experiment) || this.#indexed.has(experiment)) return
    this.#indexed.add(experiment)
    let page_token: string | undefined
    do {
      const page = await this.#rest.post<{ runs?: Run[]; next_page_token?: string }>('runs/search', {
        experiment_ids: [this.#experimentOf(row)],
        run_view_type: 'ALL',
        max_results: RUNS_PER_INDEX_PAGE,
        filter: `tags.\`${ORIGIN_TAG}\` != ''`,
        page_token,
      })
      for (const run of page.runs ?? []) {
        const origin = run.data?.tags?.find(({ key }) => key === ORIGIN_TAG)?.value
        if (origin) this.#copies.set(origin, idOf(run))
      }
      page_token = page.next_page_token || undefined
    } while (page_token)
  }

  async #create(row: Row<'runs'>, tags: readonly Pair[]): Promise<Run> {
    const { run } = await this.#rest.call<{ run: Run }>('POST', 'runs/create', {
      body: {
        experiment_id: this.#experimentOf(row),
        run_name: row.name ?? '',
        start_time: row.start_time ?? 0,
        user_id: row.user_id ?? '',
        tags,
      },
    })
    return run
  }

  /** A parent is named at the end, when it is there. */
  #noteParent(child: string, tags: readonly Row<'tags'>[], there: Run | undefined): void {
    const parent = tags.find(({ key }) => key === PARENT_TAG)?.value
    const before = there?.data?.tags?.find(({ key }) => key === PARENT_TAG)?.value
    if (parent) this.#parents.push({ child, parent, before })
  }

  /** In as few requests as the limits allow; the server passes over the points that it has. */
  async #log(run_id: string, { metrics, params, tags }: LogBatch): Promise<void> {
    const pairs = LIMITS.paramsOrTagsPerBatch
    while (metrics.length + params.length + tags.length > 0) {
      const batch = { params: params.splice(0, pairs), tags: tags.splice(0, pairs) }
      const room = LIMITS.entitiesPerBatch - batch.params.length - batch.tags.length
      await this.#rest.post('runs/log-batch', { run_id, ...batch, metrics: metrics.splice(0, room) })
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
  async finish(refusals: Refusals): Promise<{ copied: Counts; found: Counts }> {
    const inputs = { copied: 0, found: 0 }
    await inParallel(this.#modelLinks, async ({ run_id, model, step, isOutput, known }) => {
      const model_id = this.#links.models.get(model)?.model_id ?? model
      const isNew = !known.has(model_id)
      const models = [isOutput ? { model_id, step } : { model_id }]
      const path = isOutput ? 'runs/outputs' : 'runs/log-inputs'
      const link = () => this.#rest.post(path, { run_id, models })
      if (isNew && !(await refusals.attempt('links of runs to models', link))) return
      inputs.copied += isNew ? 1 : 0
      inputs.found += 1
    })
    const tags = { copied: 0, found: 0 }
    await inParallel(this.#parents, async ({ child, parent, before }) => {
      const value = this.#links.runs.get(parent)?.id ?? parent
      const isNew = value !== before
      const link = () => this.#rest.post('runs/set-tag', { run_id: child, key: PARENT_TAG, value })
      if (isNew && !(await refusals.attempt('links of runs to their parents', link))) return
      tags.copied += isNew ? 1 : 0
      tags.found += 1
    })
    await inParallel(this.#deleted, async (run_id) => {
      await refusals.attempt('deletions of runs', () => this.#rest.post('runs/delete', { run_id }))
    })
    return {
      copied: { datasets: this.#sentDatasets.size, inputs: inputs.copied, tags: tags.copied },
      found: { inputs: inputs.found, tags: tags.found },
    }
  }

  /** What the target has of some runs of the source, and how many of their points are new. */
  async count(ids: readonly string[]): Promise<{ found: Counts; copied: Counts }> {
    const found: Counts = {}
    const targets = ids.flatMap((id) => this.#links.runs.get(id)?.id ?? [])
    for (let i = 0; i < targets.length; i += RUNS_PER_SEARCH) {
      const runs = await this.#byIds(targets.slice(i, i + RUNS_PER_SEARCH))
      for (const run of runs) addCounts(found, countRows(run))
      addCounts(found, { metrics: await countPoints(this.#rest, runs) })
    }
    const before = this.#before
    this.#before = 0
    return { found, copied: { metrics: (found.metrics ?? 0) - before } }
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

/** Its tag of origin is not the source's; that of its parent is counted when it is set. */
function countRows({ data = {}, inputs }: Run): Counts {
  const tags = (data.tags ?? []).filter(({ key }) => key !== ORIGIN_TAG && key !== PARENT_TAG)
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

/** As the target is to have them, but for the parent's. */
function tagsOf({ run_uuid }: Row<'runs'>, rows: readonly Row<'tags'>[]): Pair[] {
  return [
    { key: ORIGIN_TAG, value: run_uuid },
    ...rows
      .filter(({ key }) => key !== ORIGIN_TAG && key !== PARENT_TAG)
      .map(({ key, value }) => ({ key, value: value ?? '' })),
  ]
}

function missing(wanted: readonly Pair[], there: readonly { key?: string; value?: string }[] = []): Pair[] {
  const known = new Map(there.map(({ key, value }) => [key, value ?? '']))
  return wanted.filter(({ key, value }) => known.get(key) !== value).map(({ key, value }) => ({ key, value }))
}

function toMetric({ key, value, timestamp, step, is_nan }: Row<'metrics'>): Metric {
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

function isAsBefore({ status, end_time, name }: Row<'runs'>, there: Run | undefined): boolean {
  const { info = {} } = there ?? {}
  return (
    info.status === status &&
    (info.end_time ?? 0) === (end_time ?? 0) &&
    (info.run_name ?? '') === (name ?? '')
  )
}

function idOf({ info }: Run): string {
  return info?.run_id ?? ''
}

function pairIf(key: string | undefined, value: string): [string, string][] {
  return key === undefined ? [] : [[key, value]]
}
