import type { Run } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { inParallel } from './read-server-histories.ts'
import type { Refusals } from './refusals.ts'
import type { Rest } from './rest.ts'
import type { Links } from './server-links.ts'
import { PARENT_TAG, type Pair } from './server-run-requests.ts'
import type { Counts } from './store.ts'

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
  /** What the target had there before this copy. */
  readonly before: string | undefined
  /** What it has there now. */
  readonly now: string | undefined
}

/** What can be written only when everything is there: links of runs, and the stage `deleted`. */
export class RunLinks {
  readonly #rest: Rest
  readonly #links: Links
  readonly #models: ModelLink[] = []
  readonly #parents: ParentLink[] = []
  readonly #deleted: string[] = []

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  /** The tag that a new run may have at once, as its parent is there. */
  parentTag(tags: readonly Row<'tags'>[]): Pair[] {
    const parent = this.#links.runs.get(parentIn(tags) ?? '')
    return parent ? [{ key: PARENT_TAG, value: parent.id }] : []
  }

  /** @param run as the target had it, or as it was made. */
  note(run_id: string, rows: Bundle['rows'], run: Run, there: Run | undefined): void {
    const parent = parentIn(rows.tags)
    if (parent) {
      const [before, now] = [there, run].map((one) => parentIn(one?.data?.tags))
      this.#parents.push({ child: run_id, parent, before, now })
    }
    if (rows.runs?.[0]?.lifecycle_stage === 'deleted') this.#deleted.push(run_id)
    const known = linkedModels(there)
    for (const { source_type, destination_id, step = 0 } of rows.inputs ?? []) {
      if (source_type === 'DATASET') continue
      const isOutput = source_type === 'RUN_OUTPUT'
      this.#models.push({ run_id, model: destination_id, step, isOutput, known })
    }
  }

  async finish(refusals: Refusals): Promise<{ copied: Counts; found: Counts }> {
    const inputs = { copied: 0, found: 0 }
    await inParallel(this.#models, async ({ run_id, model, step, isOutput, known }) => {
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
    await inParallel(this.#parents, async ({ child, parent, before, now }) => {
      const value = this.#links.runs.get(parent)?.id ?? parent
      const link = () => this.#rest.post('runs/set-tag', { run_id: child, key: PARENT_TAG, value })
      if (value !== now && !(await refusals.attempt('links of runs to their parents', link))) return
      tags.copied += value === before ? 0 : 1
      tags.found += 1
    })
    await inParallel(this.#deleted, async (run_id) => {
      await refusals.attempt('deletions of runs', () => this.#rest.post('runs/delete', { run_id }))
    })
    return {
      copied: { inputs: inputs.copied, tags: tags.copied },
      found: { inputs: inputs.found, tags: tags.found },
    }
  }
}

function parentIn(tags: readonly { key?: string; value?: string | null }[] = []): string | undefined {
  return tags.find(({ key }) => key === PARENT_TAG)?.value ?? undefined
}

function linkedModels(run: Run | undefined): ReadonlySet<string> {
  const models = [...(run?.inputs?.model_inputs ?? []), ...(run?.outputs?.model_outputs ?? [])]
  return new Set(models.map(({ model_id = '' }) => model_id))
}
