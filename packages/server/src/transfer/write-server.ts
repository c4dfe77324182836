import type { ArtifactRepository } from '@millrace/artifacts'
import type { Place } from '../artifacts/locate.ts'
import { DELETED_STAGE } from '../registry/names.ts'
import { proxyOf } from './artifact-proxy.ts'
import type { Bundle, Damage, Kind, Row } from './bundle.ts'
import { ORIGIN_TAG } from './origin-tag.ts'
import { inParallel } from './read-server-histories.ts'
import { Refusals } from './refusals.ts'
import { type Rest, RestError } from './rest.ts'
import { Links } from './server-links.ts'
import { placeOnServer } from './server-place.ts'
import { addCounts, type Counts, type Target, type Written } from './store.ts'
import { ModelsWriter } from './write-server-models.ts'
import { RegistryWriter } from './write-server-registry.ts'
import { RunsWriter } from './write-server-runs.ts'

/**
 * Writes to an MLflow server by its REST interface. A server gives runs and models ids of its own; a tag tells where each
 * came from, so that a repeat finds it.
 */
export class ServerTarget implements Target {
  readonly name: string
  readonly #rest: Rest
  readonly #proxied: ArtifactRepository
  readonly #links = new Links()
  readonly #runs: RunsWriter
  readonly #models: ModelsWriter
  readonly #registry: RegistryWriter
  readonly #damaged = new Set<string>()
  readonly #deleted: string[] = []
  /** Versions that are written at the end, and the models that they are of. */
  readonly #later: Bundle[] = []
  readonly #waiting = new Set<string>()
  #traces = 0
  #deletedVersions = 0
  #outcome: { copied: Counts; damaged: Damage[]; notes: string[] } = { copied: {}, damaged: [], notes: [] }

  constructor(rest: Rest) {
    this.name = rest.name
    this.#rest = rest
    this.#proxied = proxyOf(rest)
    this.#runs = new RunsWriter(rest, this.#links)
    this.#models = new ModelsWriter(rest, this.#links)
    this.#registry = new RegistryWriter(rest, this.#links)
  }

  async write(bundles: readonly Bundle[]): Promise<Written> {
    this.#outcome = { copied: {}, damaged: [], notes: [] }
    const of = (kind: Kind) => bundles.filter((bundle) => bundle.kind === kind)
    const found: Counts = {}
    for (const bundle of of('experiment')) await this.#guarded(bundle, () => this.#writeExperiment(bundle))
    for (const { rows } of of('dataset')) for (const row of rows.datasets ?? []) this.#runs.addDataset(row)
    await this.#writeRuns(of('run'), found)
    await inParallel(of('logged_model'), (bundle) => this.#guarded(bundle, () => this.#models.write(bundle)))
    for (const bundle of of('registered_model'))
      await this.#guarded(bundle, () => this.#registry.writeModel(bundle))
    const versions = of('model_version').filter((bundle) => !this.#waits(bundle))
    await this.#writeVersions(versions)
    this.#traces += of('trace').length
    const rest = bundles.filter(({ kind }) => !['run', 'trace', 'model_version'].includes(kind))
    this.#count(found, [...rest, ...versions])
    return { ...this.#outcome, found }
  }

  async finish(): Promise<Written> {
    const refusals = new Refusals()
    const { copied, found } = await this.#runs.finish(refusals)
    this.#outcome = { copied, damaged: [], notes: [] }
    const later = this.#later.sort((a, b) => madeAt(a) - madeAt(b))
    await this.#writeVersions(later)
    this.#count(found, later)
    const aliases = await this.#registry.finish()
    addCounts(copied, { registered_model_aliases: aliases.copied })
    addCounts(found, { registered_model_aliases: -aliases.refused })
    const notes = [
      `A server gives ids and creation times of its own; the tag ${ORIGIN_TAG} of a run or model tells the id that it had.`,
      ...this.#models.notes(),
      ...aliases.notes,
      ...(this.#traces > 0
        ? [`${this.#traces} traces stayed behind: a server takes no copies of them.`]
        : []),
      ...(this.#deletedVersions > 0
        ? [
            `${this.#deletedVersions} deleted model versions were passed over and count as there: a server shows none.`,
          ]
        : []),
    ]
    for (const experiment_id of this.#deleted) {
      await refusals.attempt('deletions of experiments', () =>
        this.#rest.post('experiments/delete', { experiment_id }),
      )
    }
    notes.push(...refusals.notes())
    return { ...this.#outcome, found, notes: [...this.#outcome.notes, ...notes] }
  }

  async artifacts({ kind, rows }: Bundle): Promise<Place | undefined> {
    const run = this.#links.runs.get(rows.runs?.[0]?.run_uuid ?? '')
    const model = this.#links.models.get(rows.logged_models?.[0]?.model_id ?? '')
    const uri = kind === 'run' ? run?.artifact_uri : model?.artifact_uri
    if (uri === undefined) return undefined
    return placeOnServer(this.#proxied, uri)
  }

  /** A version that is a copy of another comes when all are there, and those after it, which the server counts, with it. */
  #waits(bundle: Bundle): boolean {
    const row = bundle.rows.model_versions?.[0] as Row<'model_versions'>
    const waits = this.#waiting.has(row.name) || /^models:\/[^/]+\/\d+$/.test(row.source ?? '')
    if (waits) {
      this.#waiting.add(row.name)
      this.#later.push(bundle)
    }
    return waits
  }

  async #writeVersions(bundles: readonly Bundle[]): Promise<void> {
    // They are counted by the server as they come.
    for (const bundle of bundles) {
      if (this.#isOfRefusedModel(bundle)) continue
      if (isDeletedVersion(bundle)) this.#deletedVersions += 1
      else await this.#guarded(bundle, () => this.#registry.writeVersion(bundle))
    }
  }

  /** It would become a version of the model that the target has under that name. */
  #isOfRefusedModel({ rows }: Bundle): boolean {
    const [version] = rows.model_versions ?? []
    return version !== undefined && this.#damaged.has(`registered_model ${version.name}`)
  }

  /** A server's word is taken for what it acknowledged. */
  #count(found: Counts, bundles: readonly Bundle[]): void {
    for (const bundle of bundles) {
      if (bundle.continues || this.#damaged.has(nameOf(bundle))) continue
      if (this.#isOfRefusedModel(bundle)) continue
      for (const [table, rows] of Object.entries(bundle.rows)) {
        const isCounted = table === 'logged_model_metrics'
        addCounts(found, { [table]: isCounted ? this.#models.countPoints(bundle.id) : rows.length })
      }
    }
  }

  async #writeRuns(bundles: readonly Bundle[], found: Counts): Promise<void> {
    await this.#runs.find(bundles)
    // Pieces of one run follow each other.
    const pieces = Map.groupBy(bundles, ({ id }) => id)
    await inParallel([...pieces.values()], async (ofRun) => {
      for (const bundle of ofRun) await this.#guarded(bundle, () => this.#runs.write(bundle))
    })
    const whole = bundles.filter((bundle) => !bundle.continues && !this.#damaged.has(nameOf(bundle)))
    const counted = await this.#runs.count(whole.map(({ id }) => id))
    addCounts(found, counted.found)
    addCounts(this.#outcome.copied, counted.copied)
  }

  /** What one thing runs into does not keep the others from being written. */
  async #guarded(bundle: Bundle, job: () => Promise<Counts>): Promise<void> {
    if (this.#damaged.has(nameOf(bundle))) return
    try {
      addCounts(this.#outcome.copied, await job())
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      this.#refuse(bundle, error.message)
    }
  }

  #refuse(bundle: Bundle, why: string): void {
    this.#damaged.add(nameOf(bundle))
    this.#outcome.damaged.push({
      kind: bundle.kind,
      id: bundle.id,
      reason: `The target refused it: ${why}`,
    })
  }

  async #writeExperiment({ rows }: Bundle): Promise<Counts> {
    const row = rows.experiments?.[0] as Row<'experiments'>
    const tags = (rows.experiment_tags ?? []).map(({ key, value }) => ({ key, value: value ?? '' }))
    const there = await this.#experimentByName(row.name)
    const from = String(row.experiment_id)
    const isDeleted = row.lifecycle_stage === 'deleted'
    if (there === undefined) {
      const { experiment_id } = await this.#rest.call<{ experiment_id: string }>(
        'POST',
        'experiments/create',
        {
          body: { name: row.name, tags },
        },
      )
      if (isDeleted) this.#deleted.push(experiment_id)
      this.#links.fresh.add(from)
      this.#place(row.name, from, experiment_id)
      return { experiments: 1, experiment_tags: tags.length }
    }
    const { experiment_id } = there
    this.#place(row.name, from, experiment_id)
    if (there.lifecycle_stage === 'deleted') {
      await this.#rest.post('experiments/restore', { experiment_id })
    }
    if (isDeleted) this.#deleted.push(experiment_id)
    const known = new Map(there.tags?.map(({ key, value }) => [key, value]))
    const changed = tags.filter(({ key, value }) => known.get(key) !== value)
    for (const tag of changed) {
      await this.#rest.post('experiments/set-experiment-tag', { experiment_id, ...tag })
    }
    return { experiments: 0, experiment_tags: changed.length }
  }

  #place(name: string, from: string, to: string): void {
    this.#links.experiments.set(from, to)
    if (from === to) return
    this.#outcome.notes.push(
      `Experiment '${name}' has the id ${to} in the target; in the source it is ${from}.`,
    )
  }

  async #experimentByName(experiment_name: string): Promise<FoundExperiment | undefined> {
    try {
      const { experiment } = await this.#rest.get<{ experiment: FoundExperiment }>(
        'experiments/get-by-name',
        {
          experiment_name,
        },
      )
      return experiment
    } catch (error) {
      if (error instanceof RestError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
      throw error
    }
  }
}

interface FoundExperiment {
  readonly experiment_id: string
  readonly lifecycle_stage: string
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
}

/** A database keeps the row of a version that is deleted. */
function isDeletedVersion({ rows }: Bundle): boolean {
  return rows.model_versions?.[0]?.current_stage === DELETED_STAGE
}

function madeAt({ rows }: Bundle): number {
  return Number(rows.model_versions?.[0]?.creation_time ?? 0)
}

function nameOf({ kind, id }: Bundle): string {
  return `${kind} ${id}`
}
