import { LIMITS, type Metric, type Run } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { originIn } from './origin-tag.ts'
import { readHistories } from './read-server-histories.ts'
import type { Refusals } from './refusals.ts'
import type { Rest } from './rest.ts'
import type { Links } from './server-links.ts'
import { type FoundRun, RunCopies } from './server-run-copies.ts'
import { RunInputs } from './server-run-inputs.ts'
import { RunLinks } from './server-run-links.ts'
import { countRows, isAsBefore, missing, type Pair, tagsOf, toMetric } from './server-run-requests.ts'
import { addCounts, type Counts } from './store.ts'

/** What a run still lacks; it is taken out as it is sent. */
interface LogBatch {
  readonly metrics: Metric[]
  readonly params: Pair[]
  readonly tags: Pair[]
}

/** A run that is in the target, perhaps not whole yet. */
interface Begun {
  readonly row: Row<'runs'>
  readonly run: Run
  /** What the target had of it before. */
  readonly there: FoundRun | undefined
  readonly lacks: Omit<LogBatch, 'metrics'>
  /** Whether it is itself a copy in the source. */
  readonly isCopy: boolean
  /** Points of the source, as far as they were read. */
  points: number
}

/** Writes runs to a server: three requests for a run of at most 1,000 points and values. */
export class RunsWriter {
  readonly #rest: Rest
  readonly #links: Links
  readonly #copies: RunCopies
  readonly #inputs: RunInputs
  readonly #relations: RunLinks
  /** Of those that come in pieces, until the last one. */
  readonly #begun = new Map<string, Begun>()
  /** Those that are whole, until they are counted. */
  readonly #whole = new Map<string, Begun>()

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
    this.#copies = new RunCopies(rest, links)
    this.#inputs = new RunInputs(rest)
    this.#relations = new RunLinks(rest, links)
  }

  addDataset(row: Row<'datasets'>): void {
    this.#inputs.add(row)
  }

  /** Looks what the target has of runs that are to be written. */
  find(bundles: readonly Bundle[]): Promise<void> {
    return this.#copies.find(bundles)
  }

  /** @returns what was new, but for points: they are counted when all is written. */
  async write(bundle: Bundle): Promise<Counts> {
    const [row] = bundle.rows.runs ?? []
    const copied: Counts = {}
    const begun = row ? await this.#begin(row, bundle, copied) : this.#begun.get(bundle.id)
    if (!begun) return copied
    const run_id = begun.run.info?.run_id ?? ''
    const points = bundle.rows.metrics ?? []
    begun.points += points.length
    const isWhole = !bundle.continues && hasAllPoints(begun)
    await this.#log(run_id, { metrics: isWhole ? [] : points.map(toMetric), ...begun.lacks })
    if (bundle.continues) return copied
    this.#begun.delete(bundle.id)
    this.#whole.set(bundle.id, begun)
    if (!isAsBefore(begun.row, begun.run)) await this.#end(run_id, begun.row)
    return copied
  }

  async #begin(row: Row<'runs'>, { rows }: Bundle, copied: Counts): Promise<Begun> {
    const there = this.#copies.of(row.run_uuid)
    const wanted = tagsOf(row, rows.tags ?? [])
    const run = there?.run ?? (await this.#create(row, wanted, rows.tags ?? []))
    const { run_id = '', artifact_uri = '', lifecycle_stage } = run.info ?? {}
    this.#links.runs.set(row.run_uuid, { id: run_id, artifact_uri })
    this.#relations.note(run_id, rows, run, there?.run)
    if (lifecycle_stage === 'deleted') await this.#rest.post('runs/restore', { run_id })
    await this.#inputs.log(run_id, rows, there?.run)
    const lacks = {
      params: missing(rows.params ?? [], run.data?.params),
      tags: missing(wanted, run.data?.tags),
    }
    const isCopy = originIn(rows.tags) !== undefined
    const begun: Begun = { row, run, there, lacks, isCopy, points: 0 }
    this.#begun.set(row.run_uuid, begun)
    const count = (all: readonly unknown[] = []) => (there ? 0 : all.length)
    addCounts(copied, {
      runs: count([row]),
      params: lacks.params.length,
      // The tag of origin is that of this copy: it stands for the one that the source may have.
      tags: there ? lacks.tags.length : wanted.length - (isCopy ? 0 : 1),
      latest_metrics: count(rows.latest_metrics),
      inputs: count(rows.inputs?.filter(({ source_type }) => source_type === 'DATASET')),
      input_tags: count(rows.input_tags),
    })
    return begun
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

  async #create(row: Row<'runs'>, wanted: readonly Pair[], tags: readonly Row<'tags'>[]): Promise<Run> {
    const { run } = await this.#rest.call<{ run: Run }>('POST', 'runs/create', {
      body: {
        experiment_id: this.#links.experiment(row.experiment_id),
        run_name: row.name ?? '',
        start_time: row.start_time ?? 0,
        user_id: row.user_id ?? '',
        tags: [...wanted.slice(0, LIMITS.paramsOrTagsPerBatch - 1), ...this.#relations.parentTag(tags)],
      },
    })
    return run
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

  /** Links to models and parents, and the stage `deleted`: only now everything is there. */
  async finish(refusals: Refusals): Promise<{ copied: Counts; found: Counts }> {
    const { copied, found } = await this.#relations.finish(refusals)
    return { copied: { datasets: this.#inputs.sent, ...copied }, found }
  }

  /** What the target has of some runs of the source, and how many of their points are new. */
  async count(ids: readonly string[]): Promise<{ found: Counts; copied: Counts }> {
    const [found, copied]: [Counts, Counts] = [{}, {}]
    const whole = ids.flatMap((id) => this.#whole.get(id) ?? [])
    this.#whole.clear()
    // A server's word is taken for points of a new run; of one that it had, it passes over some.
    const mixed = new Set(whole.filter((begun) => begun.there && !hasAllPoints(begun)).map(idOf))
    for await (const runs of this.#copies.byIds(whole.map(idOf))) {
      for (const run of runs) addCounts(found, countRows(run))
      const partly = runs.filter(({ info }) => mixed.has(info?.run_id ?? ''))
      const metrics = await countPoints(this.#rest, partly)
      addCounts(found, { metrics })
      addCounts(copied, { metrics })
    }
    for (const begun of whole) {
      addCounts(found, { tags: begun.isCopy ? 1 : 0 })
      const before = begun.there?.points ?? 0
      if (mixed.has(idOf(begun))) addCounts(copied, { metrics: -before })
      else {
        addCounts(found, { metrics: begun.points })
        addCounts(copied, { metrics: begun.points - before })
      }
    }
    return { found, copied }
  }
}

function hasAllPoints({ there, points }: Begun): boolean {
  return there?.points === points
}

function idOf({ run }: Begun): string {
  return run.info?.run_id ?? ''
}

async function countPoints(rest: Rest, runs: readonly Run[]): Promise<number> {
  let count = 0
  for await (const { points } of readHistories(rest, runs)) count += points.rows.length
  return count
}
