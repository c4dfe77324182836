import { type Bundle, type Damage, isDamage, type Kind } from './bundle.ts'
import { copyArtifacts } from './copy-artifacts.ts'
import { withoutEmptyDefault } from './default-experiment.ts'
import { bytesOf } from './row-size.ts'
import { OnServersDisk } from './server-place.ts'
import {
  addCounts,
  type Counts,
  type Selection,
  type Source,
  type Target,
  TransferError,
  type Written,
} from './store.ts'
import { artifactUri, type Table } from './tables.ts'

export interface CopyOptions {
  readonly selection: Selection
  /** Whether bytes are copied too. */
  readonly artifacts: boolean
  /** Called often. */
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  readonly kind: Kind
  readonly done: number
  /** As many as there were when the copy began, where that is known. */
  readonly of: number | undefined
}

/** How many of something there were, are there now, and had to be copied for it. */
interface Tally {
  readonly source: number
  readonly target: number
  readonly copied: number
}

/** What a copy did. */
export interface CopyReport {
  readonly rows: Readonly<Partial<Record<Table, Tally>>>
  readonly files: Tally
  readonly damaged: readonly Damage[]
  /** What a person should know. */
  readonly notes: readonly string[]
}

/** What goes into a transaction together, and is held in memory at once. */
const MAX_ROWS = 25_000
const MAX_BYTES = 32_000_000
const MAX_BUNDLES = 500
/** Things whose artifacts are copied at once. */
const AT_ONCE = 8

/** Copies what is selected; to repeat it brings only what is missing. */
export async function copyStore(source: Source, target: Target, options: CopyOptions): Promise<CopyReport> {
  const copy = new Copy(source, target, options)
  await copy.run()
  return copy.report()
}

class Copy {
  readonly #source: Source
  readonly #target: Target
  readonly #options: CopyOptions
  readonly #rows: { readonly [K in keyof Tally]: Counts } = { source: {}, target: {}, copied: {} }
  readonly #files = { source: 0, target: 0, copied: 0 }
  /** Artifacts that are reached where they lie. */
  readonly #left = { count: 0, example: '' }
  /** Of things whose artifacts only a server reaches: the first, and how many there are. */
  readonly #onDisk: { count: number; first?: Damage } = { count: 0 }
  /** Things whose artifacts cannot be seen, by why. */
  readonly #unseen = new Map<string, Damage & { count: number }>()
  readonly #damaged: Damage[] = []
  readonly #notes: string[] = []
  readonly #done: Partial<Record<Kind, number>> = {}

  constructor(source: Source, target: Target, options: CopyOptions) {
    this.#source = source
    this.#target = target
    this.#options = options
  }

  async run(): Promise<void> {
    const totals = await this.#source.count(this.#options.selection)
    await this.#bundles(totals)
    const end = await this.#target.finish?.()
    if (end) this.#add(end)
    this.#notes.push(...(await this.#source.notCarried()))
    await this.#history()
    const { first } = this.#onDisk
    if (first) this.#damaged.push({ ...first, reason: `${first.reason}${others(this.#onDisk.count - 1)}` })
    for (const { kind, id, reason, count } of this.#unseen.values()) {
      const others = count > 1 ? ` and those of ${count - 1} others` : ''
      this.#damaged.push({ kind, id, reason: `Its artifacts${others} could not be copied. ${reason}` })
    }
    const { count, example } = this.#left
    if (count > 0) {
      this.#notes.push(
        `The artifacts of ${count} runs, models and traces stay where they are, such as ${example}.`,
      )
    }
  }

  async #bundles(totals: Partial<Record<Kind, number>>): Promise<void> {
    let writing: Promise<void> = Promise.resolve()
    try {
      for await (const batch of this.#batches()) {
        await writing
        // The next batch is read while this one is written.
        writing = this.#write(batch, totals)
        writing.catch(() => {})
      }
    } finally {
      // Where reading fails too: nothing is written after the copy has ended.
      await writing
    }
  }

  /** The history goes whole or not at all: a part of it would tell an auditor the wrong thing. */
  async #history(): Promise<void> {
    const { experiments, since } = this.#options.selection
    const isWhole = experiments === undefined && since === undefined
    let copied = 0
    for await (const rows of this.#source.registryHistory?.() ?? []) {
      if (!isWhole || !this.#target.writeRegistryHistory) {
        this.#notes.push("The model registry's history stays in the source: keep that for audits.")
        return
      }
      copied += await this.#target.writeRegistryHistory(rows)
    }
    if (copied > 0) this.#notes.push(`Copied ${copied} changes of the model registry's history.`)
  }

  report(): CopyReport {
    const { source, target, copied } = this.#rows
    const tables = (Object.keys(source) as Table[]).filter((table) => source[table])
    return {
      rows: Object.fromEntries(
        tables.map((table) => [
          table,
          { source: source[table] ?? 0, target: target[table] ?? 0, copied: copied[table] ?? 0 },
        ]),
      ),
      files: this.#files,
      damaged: this.#damaged,
      notes: this.#notes,
    }
  }

  async *#batches(): AsyncGenerator<Bundle[]> {
    let batch: Bundle[] = []
    let rows = 0
    let bytes = 0
    for await (const item of withoutEmptyDefault(this.#source.read(this.#options.selection))) {
      if (isDamage(item)) {
        this.#damaged.push(item)
        continue
      }
      batch.push(item)
      for (const [table, { length }] of Object.entries(item.rows) as [Table, readonly unknown[]][]) {
        addCounts(this.#rows.source, { [table]: length })
        rows += length
      }
      bytes += bytesOf(item)
      if (rows < MAX_ROWS && bytes < MAX_BYTES && batch.length < MAX_BUNDLES) continue
      yield batch
      batch = []
      rows = 0
      bytes = 0
    }
    if (batch.length > 0) yield batch
  }

  async #write(batch: readonly Bundle[], totals: Partial<Record<Kind, number>>): Promise<void> {
    const written = await this.#target.write(batch)
    this.#add(written)
    if (this.#options.artifacts) await this.#copyArtifacts(notRefused(batch, written.damaged))
    for (const { kind, continues } of batch) {
      if (!continues) this.#done[kind] = (this.#done[kind] ?? 0) + 1
    }
    for (const kind of new Set(batch.map((bundle) => bundle.kind))) {
      this.#options.onProgress?.({ kind, done: this.#done[kind] ?? 0, of: totals[kind] })
    }
  }

  #add({ copied, found, damaged, notes }: Written): void {
    addCounts(this.#rows.target, found)
    addCounts(this.#rows.copied, copied)
    this.#damaged.push(...damaged)
    this.#notes.push(...notes)
  }

  async #copyArtifacts(batch: readonly Bundle[]): Promise<void> {
    const waiting = batch.filter((bundle) => bundle.artifacts && artifactUri(bundle)).values()
    const work = async () => {
      for (const bundle of waiting) await this.#copyArtifactsOf(bundle)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  async #copyArtifactsOf(bundle: Bundle): Promise<void> {
    try {
      const to = await this.#target.artifacts(bundle)
      if (!to) {
        this.#left.count += 1
        this.#left.example = bundle.artifacts ?? ''
        return
      }
      const counts = await copyArtifacts(await this.#source.artifacts(bundle.artifacts ?? ''), to)
      for (const name of ['source', 'target', 'copied'] as const) this.#files[name] += counts[name]
    } catch (error) {
      if (error instanceof OnServersDisk) return this.#noteOnDisk(bundle, error.message)
      if (error instanceof TransferError) {
        const { kind, id } = bundle
        const first = this.#unseen.get(error.message) ?? { kind, id, reason: error.message, count: 0 }
        this.#unseen.set(error.message, { ...first, count: first.count + 1 })
        return
      }
      const reason = `Its artifacts could not be copied: ${(error as Error).message}`
      this.#damaged.push({ kind: bundle.kind, id: bundle.id, reason })
    }
  }

  /** Told once for all: a server that keeps artifacts so keeps all of them so. */
  async #noteOnDisk(bundle: Bundle, uri: string): Promise<void> {
    if (await this.#hasNoArtifacts(bundle)) return
    this.#onDisk.count += 1
    const reason = `Its artifacts stay behind: ${uri} lies on the server's own disk.`
    this.#onDisk.first ??= { kind: bundle.kind, id: bundle.id, reason }
  }

  /** As far as the source can tell. */
  async #hasNoArtifacts({ artifacts = '' }: Bundle): Promise<boolean> {
    try {
      const { repository, path } = await this.#source.artifacts(artifacts)
      for await (const _ of repository.list(path)) return false
      return true
    } catch {
      return false
    }
  }
}

function notRefused(batch: readonly Bundle[], damaged: readonly Damage[]): readonly Bundle[] {
  const refused = new Set(damaged.map(({ kind, id }) => `${kind} ${id}`))
  return batch.filter(({ kind, id }) => !refused.has(`${kind} ${id}`))
}

function others(count: number): string {
  return count > 0 ? ` So do those of ${count} others.` : ''
}
