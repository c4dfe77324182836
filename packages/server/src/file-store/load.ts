import { basename } from 'node:path'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { SqliteExecutor, type SqliteHandle } from '../db/sqlite.ts'
import { endBulk, startBulk } from '../db/sqlite-setup.ts'
import { type Bundle, isDamage } from '../transfer/bundle.ts'
import { fingerprintOf } from './fingerprint.ts'
import { insertBundles } from './mirror.ts'
import { guarded } from './read-folder.ts'
import { readDatasets, readThing } from './things.ts'
import type { Known } from './watch-worker.ts'
import type { Thing } from './watched-things.ts'

export type Warn = (sentence: string) => void

/** Things that share a transaction. */
const TOGETHER = 200
/** Rows that are held in memory, and written table by table. */
const MAX_ROWS = 25_000

/** Fills a new mirror. @returns what the folder was like, as the watcher wants to know it. */
export async function loadMirror(
  handle: SqliteHandle,
  things: readonly Thing[],
  warn: Warn,
): Promise<Known[]> {
  const tx = new SqliteExecutor(handle)
  const known: Known[] = []
  startBulk(handle)
  handle.pragma('synchronous = OFF')
  // Nobody else reads it yet: each page is written once, not to a log first.
  handle.pragma('journal_mode = MEMORY')
  for (const some of ofOneKind(things)) {
    handle.exec('begin')
    await new Loading(tx, known, warn).load(some)
    handle.exec('commit')
  }
  endBulk(handle)
  handle.pragma('journal_mode = WAL')
  return known
}

/** Things of one kind never refer to each other: their rows may come in any order. */
function* ofOneKind(things: readonly Thing[]): Generator<Thing[]> {
  let some: Thing[] = []
  for (const thing of things) {
    if (some.length === TOGETHER || (some[0] && some[0].kind !== thing.kind)) {
      yield some
      some = []
    }
    some.push(thing)
  }
  if (some.length > 0) yield some
}

/** Writes the rows of many things together: SQLite takes points faster where those of one key follow each other. */
class Loading {
  readonly #tx: Executor
  readonly #known: Known[]
  readonly #warn: Warn
  #read = new Map<Thing, readonly Bundle[]>()
  #rows = 0

  constructor(tx: Executor, known: Known[], warn: Warn) {
    this.#tx = tx
    this.#known = known
    this.#warn = warn
  }

  async load(things: readonly Thing[]): Promise<void> {
    for (const thing of things) {
      // Before it is read: what changes meanwhile is found to be different then.
      this.#known.push({ ...thing, ...fingerprintOf(thing.kind, thing.folder) })
      const bundles = wholeOf(thing)
      if (bundles) this.#add(thing, bundles)
      else await this.#alone(thing)
      if (this.#rows >= MAX_ROWS) await this.#write()
    }
    await this.#write()
  }

  #add(thing: Thing, bundles: readonly Bundle[]): void {
    this.#read.set(thing, bundles)
    for (const { rows } of bundles) for (const all of Object.values(rows)) this.#rows += all.length
  }

  async #write(): Promise<void> {
    const read = this.#read
    this.#read = new Map()
    this.#rows = 0
    const isWritten = await savepoint(this.#tx, () => insertBundles(this.#tx, [...read.values()].flat()))
    if (isWritten !== true) for (const thing of read.keys()) await this.#alone(thing)
  }

  #alone(thing: Thing): Promise<void> {
    return separately(this.#tx, thing, () => load(this.#tx, thing), this.#warn)
  }
}

/** Undefined where it is long, or cannot be read: that is told when it is read alone. */
function wholeOf(thing: Thing): Bundle[] | undefined {
  const bundles: Bundle[] = []
  try {
    for (const piece of readThing(thing)) {
      if (piece.continues) return undefined
      bundles.push(piece)
    }
    return [...bundles, ...datasetsIn(thing)]
  } catch {
    return undefined
  }
}

async function load(tx: Executor, thing: Thing): Promise<void> {
  for (const piece of readThing(thing)) await insertBundles(tx, [piece])
  await insertBundles(tx, datasetsIn(thing))
}

export function datasetsIn(thing: Thing): Bundle[] {
  return thing.kind === 'experiment' ? readDatasets(thing) : []
}

/** What cannot be read or written stays as it was; the rest goes on. */
export async function separately(
  tx: Executor,
  thing: Thing,
  work: () => Promise<void>,
  warn: Warn,
): Promise<void> {
  const done = await savepoint(tx, work)
  if (done !== true) warn(`${thing.folder} is not shown: ${reasonFor(thing, done.error)}`)
}

/** @returns true, or what kept it from being done. */
async function savepoint(tx: Executor, work: () => Promise<void>): Promise<true | { error: unknown }> {
  const run = (text: string) => tx.query({ compile: () => sql.raw(text).compile(tx.builder) })
  await run('savepoint thing')
  try {
    await work()
    return true
  } catch (error) {
    await run('rollback to thing')
    return { error }
  } finally {
    await run('release thing')
  }
}

function reasonFor({ kind, folder }: Thing, error: unknown): string {
  const place = { id: basename(folder), path: folder }
  const [damage] = guarded(kind, place, () => {
    throw error
  })
  return damage && isDamage(damage) ? damage.reason : String(error)
}
