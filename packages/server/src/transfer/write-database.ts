import { type ArtifactRepository, safePath, schemeOf } from '@millrace/artifacts'
import { locate, type Place } from '../artifacts/locate.ts'
import type { Executor } from '../db/executor.ts'
import type { Database } from '../db/open.ts'
import type { HistoryRow } from '../registry/history.ts'
import { type Bundle, type Damage, KINDS } from './bundle.ts'
import { countFound } from './count-found.ts'
import { writeRegistryHistory } from './registry-history.ts'
import { Relocation } from './relocation.ts'
import { isAboutRows } from './row-errors.ts'
import { addCounts, type Target, type Written } from './store.ts'
import { artifactUri } from './tables.ts'
import { BatchWriter, type Moved } from './write-batch.ts'

/** Writes bundles into MLflow's tables, many in a transaction. */
export class DatabaseTarget implements Target {
  readonly name: string
  readonly #db: Executor
  readonly #writer: Database['writer']
  /** What has other ids here than in the source, as far as it is committed. */
  readonly #moved: Moved = { experiments: new Map(), datasets: new Map() }
  readonly #damaged = new Set<string>()

  readonly #proxied: ArtifactRepository | undefined

  readonly #relocation: Relocation | undefined

  /**
   * @param proxied is what `mlflow-artifacts:` stands for in the tables.
   * @param relocates whether all artifacts go there, also those that lie elsewhere.
   */
  constructor(
    name: string,
    { db, writer }: Pick<Database, 'db' | 'writer'>,
    proxied?: ArtifactRepository,
    relocates = false,
  ) {
    this.name = name
    this.#relocation = relocates ? new Relocation() : undefined
    this.#proxied = proxied
    this.#db = db
    this.#writer = writer
  }

  async write(bundles: readonly Bundle[]): Promise<Written> {
    const whole = bundles
      .filter((bundle) => !this.#damaged.has(nameOf(bundle)))
      .map((bundle) => this.#relocation?.move(bundle) ?? bundle)
    const written = await this.#writeOrSplit(whole)
    const complete = whole.filter((bundle) => !bundle.continues && !this.#damaged.has(nameOf(bundle)))
    return { ...written, found: await countFound(this.#db, complete, this.#moved) }
  }

  writeRegistryHistory(rows: readonly HistoryRow[]): Promise<number> {
    return this.#writer.write((tx) => writeRegistryHistory(tx, rows))
  }

  async artifacts(bundle: Bundle): Promise<Place | undefined> {
    const uri = artifactUri(this.#relocation?.move(bundle) ?? bundle)
    if (uri === undefined || schemeOf(uri) !== 'mlflow-artifacts') return undefined
    return locate({ proxied: this.#proxied }, uri, safePath(''))
  }

  /** Where a row is refused, the things beside it are written all the same. */
  async #writeOrSplit(bundles: readonly Bundle[]): Promise<Omit<Written, 'found'>> {
    if (bundles.length === 0) return { copied: {}, damaged: [], notes: [] }
    try {
      return await this.#writeTogether(bundles)
    } catch (error) {
      if (!isAboutRows(error)) throw error
      const [bundle] = bundles
      if (bundles.length === 1 && bundle) return this.#refused(bundle, error as Error)
      const middle = Math.ceil(bundles.length / 2)
      const first = await this.#writeOrSplit(bundles.slice(0, middle))
      return joined(first, await this.#writeOrSplit(bundles.slice(middle)))
    }
  }

  async #writeTogether(bundles: readonly Bundle[]): Promise<Omit<Written, 'found'>> {
    const batch = await this.#writer.write(async (tx) => {
      const batch = new BatchWriter(tx, this.#moved)
      for (const kind of KINDS) {
        await batch.write(
          kind,
          bundles.filter((bundle) => bundle.kind === kind && !this.#isOfRefusedModel(bundle)),
        )
      }
      return batch
    })
    for (const [from, to] of batch.moved.experiments) this.#moved.experiments.set(from, to)
    for (const [from, to] of batch.moved.datasets) this.#moved.datasets.set(from, to)
    return { copied: batch.copied, notes: batch.notes, damaged: [] }
  }

  /** It would become a version of the model that the target has under that name. */
  #isOfRefusedModel({ rows }: Bundle): boolean {
    const [version] = rows.model_versions ?? []
    return version !== undefined && this.#damaged.has(`registered_model ${version.name}`)
  }

  #refused(bundle: Bundle, { message }: Error): Omit<Written, 'found'> {
    this.#damaged.add(nameOf(bundle))
    const damage: Damage = { kind: bundle.kind, id: bundle.id, reason: `The target refused it: ${message}` }
    return { copied: {}, notes: [], damaged: [damage] }
  }
}

function nameOf({ kind, id }: Bundle): string {
  return `${kind} ${id}`
}

function joined(a: Omit<Written, 'found'>, b: Omit<Written, 'found'>): Omit<Written, 'found'> {
  return {
    copied: addCounts({ ...a.copied }, b.copied),
    damaged: [...a.damaged, ...b.damaged],
    notes: [...a.notes, ...b.notes],
  }
}
