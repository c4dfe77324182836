import type { Run } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { ORIGIN_TAG, originIn } from './origin-tag.ts'
import { readHistories } from './read-server-histories.ts'
import type { Rest } from './rest.ts'
import { postPages } from './rest-pages.ts'
import type { Links } from './server-links.ts'

/** A run that the target had before, and how many points it had. */
export interface FoundRun {
  readonly run: Run
  points: number
}

const RUNS_PER_SEARCH = 100
const RUNS_PER_INDEX_PAGE = 1000

/** Finds what earlier copies brought. */
export class RunCopies {
  readonly #rest: Rest
  readonly #links: Links
  /** The target's ids, by those of the source. */
  readonly #ids = new Map<string, string>()
  readonly #indexed = new Set<string>()
  /** Of the runs that were asked for last, by their ids in the source. */
  readonly #found = new Map<string, FoundRun>()

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  /** Looks what the target has of runs that are to be written. */
  async find(bundles: readonly Bundle[]): Promise<void> {
    this.#found.clear()
    const rows = bundles.flatMap(({ rows }) => rows.runs ?? [])
    for (const row of rows) await this.#indexExperiment(row)
    const origins = new Map(rows.flatMap(({ run_uuid }) => pairIf(this.#ids.get(run_uuid), run_uuid)))
    for await (const runs of this.byIds([...origins.keys()])) {
      const found = new Map(runs.map((run) => [idOf(run), { run, points: 0 }]))
      for await (const { run, points } of readHistories(this.#rest, runs)) {
        const counted = found.get(idOf(run))
        if (counted) counted.points += points.rows.length
      }
      for (const [id, counted] of found) this.#found.set(origins.get(id) ?? '', counted)
    }
  }

  of(run_uuid: string): FoundRun | undefined {
    return this.#found.get(run_uuid)
  }

  /** Runs of the target, some at a time. */
  async *byIds(ids: readonly string[]): AsyncGenerator<readonly Run[]> {
    for (let i = 0; i < ids.length; i += RUNS_PER_SEARCH) {
      const some = ids.slice(i, i + RUNS_PER_SEARCH)
      const { runs = [] } = await this.#rest.post<{ runs?: Run[] }>('runs/search', {
        experiment_ids: [...new Set(this.#links.experiments.values())],
        run_view_type: 'ALL',
        max_results: some.length,
        filter: `attributes.run_id IN (${some.map((id) => `'${id}'`).join(', ')})`,
      })
      yield runs
    }
  }

  /** By their tags, all of an experiment at once: a search for one run takes as long. */
  async #indexExperiment({ experiment_id }: Row<'runs'>): Promise<void> {
    const experiment = String(experiment_id)
    if (!this.#links.experiments.has(experiment)) return
    if (this.#links.fresh.has(experiment) || this.#indexed.has(experiment)) return
    this.#indexed.add(experiment)
    const search = {
      experiment_ids: [this.#links.experiment(experiment_id)],
      run_view_type: 'ALL',
      max_results: RUNS_PER_INDEX_PAGE,
      filter: `tags.\`${ORIGIN_TAG}\` != ''`,
    }
    for await (const page of postPages<{ runs?: Run[] }>(this.#rest, 'runs/search', search)) {
      for (const run of page.runs ?? []) {
        const origin = originIn(run.data?.tags)
        if (origin) this.#ids.set(origin, idOf(run))
      }
    }
  }
}

function idOf({ info }: Run): string {
  return info?.run_id ?? ''
}

function pairIf(key: string | undefined, value: string): [string, string][] {
  return key === undefined ? [] : [[key, value]]
}
