/** The thread that looks for what others change in a folder: it looks at sizes and times, and reads no file. */
import { join } from 'node:path'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { fingerprintOf, plus, stampOf } from './fingerprint.ts'
import { experimentsOf, MODELS, type Place } from './layout.ts'
import { asThings, type Thing, thingsInExperiment, thingsInRegistry } from './watched-things.ts'

/** What the writer says: before it touches things, after that with how their fingerprints changed, and what it moved. */
export type Notice =
  | { readonly begin: readonly string[] }
  | {
      readonly end: readonly string[]
      readonly touched: readonly { readonly folder: string; readonly difference: number }[]
    }
  | { readonly from: string; readonly to: string | undefined }

/** What a look found. */
export interface Found {
  readonly changed: readonly Thing[]
  readonly gone: readonly Thing[]
}

/** What could not be looked at; the rest was. */
export interface Unseen {
  readonly unseen: string
}

/** A thing with its fingerprint, and the time of its newest file. */
export interface Known extends Thing {
  sum: number
  newest: number
}

export interface WatchData {
  readonly root: string
  readonly notices: MessagePort
  readonly known: readonly Known[]
}

const LOOK_EVERY_MS = 1000
/** What changed in the last hour is looked at every time, within a budget; the rest in turn, within another. */
const HOT_MS = 3_600_000
const HOT_BUDGET_MS = 80
const COLD_BUDGET_MS = 40

const data = workerData as WatchData
const known = new Map<string, Known>(data.known.map((thing) => [thing.folder, thing]))
/** Folders that the writer is at. */
const busy = new Map<string, number>()
/** Fingerprints of what the writer made and nobody has looked at yet. */
const made = new Map<string, number>()
const listings = new Map<string, { readonly stamp: string; readonly things: readonly Thing[] }>()
const told = new Set<string>()
let turns = 0

function look(): void {
  hear()
  const present = presentThings()
  const gone = goneThings(present)
  const changed = changedThings(present)
  if (changed.length + gone.length > 0) parentPort?.postMessage({ changed, gone } satisfies Found)
}

function presentThings(): Thing[] {
  const experiments = experimentsOf(data.root)
  return [
    ...asThings('experiment', experiments),
    ...experiments.flatMap(thingsIn),
    ...thingsInRegistry(data.root),
  ]
}

/** A folder's list stays as long as the folder's own time does. */
function thingsIn(experiment: Place): readonly Thing[] {
  const folders = [experiment.path, join(experiment.path, MODELS)]
  const stamp = folders.map((folder) => stampOf(folder)?.mtimeMs).join()
  const listing = listings.get(experiment.path)
  if (listing?.stamp === stamp) return listing.things
  const things = thingsInExperiment(experiment)
  listings.set(experiment.path, { stamp, things })
  return things
}

function goneThings(present: readonly Thing[]): Thing[] {
  const folders = new Set(present.map(({ folder }) => folder))
  const gone = [...known.values()].filter(({ folder }) => !folders.has(folder) && !busy.has(folder))
  for (const { folder } of gone) known.delete(folder)
  return gone.map(({ kind, folder }) => ({ kind, folder }))
}

/** New things, what is small in number or changed lately, and some of the rest. */
function changedThings(present: readonly Thing[]): Thing[] {
  const [hot, cold] = [[] as Thing[], [] as Thing[]]
  const since = Date.now() - HOT_MS
  for (const thing of present) {
    const newest = known.get(thing.folder)?.newest ?? Number.POSITIVE_INFINITY
    const isCold = newest < since && (thing.kind === 'run' || thing.kind === 'logged_model')
    if (isCold) cold.push(thing)
    else hot.push(thing)
  }
  return [...within(HOT_BUDGET_MS, hot), ...within(COLD_BUDGET_MS, cold)]
}

/** The changed ones among as many as a budget allows, going on where the last look ended. */
function within(budget: number, things: readonly Thing[]): Thing[] {
  const giveUp = performance.now() + budget
  const changed: Thing[] = []
  const start = turns % Math.max(1, things.length)
  for (let i = 0; i < things.length; i++) {
    const thing = things[(start + i) % things.length] as Thing
    if (tried(() => isChanged(thing))) changed.push(thing)
    if (performance.now() < giveUp) continue
    turns = start + i + 1
    break
  }
  return changed
}

function isChanged({ kind, folder }: Thing): boolean {
  hear()
  if (busy.has(folder)) return false
  const now = fingerprintOf(kind, folder)
  hear()
  // What the writer began meanwhile may be in the sum or not.
  if (busy.has(folder)) return false
  const before = known.get(folder)?.sum ?? made.get(folder)
  made.delete(folder)
  known.set(folder, { kind, folder, ...now })
  return before !== now.sum
}

/** Takes what the writer has said so far. */
function hear(): void {
  for (;;) {
    const notice = receiveMessageOnPort(data.notices)?.message as Notice | undefined
    if (notice === undefined) return
    if ('begin' in notice) for (const folder of notice.begin) busy.set(folder, (busy.get(folder) ?? 0) + 1)
    else if ('end' in notice) end(notice.end, notice.touched)
    else move(notice.from, notice.to)
  }
}

function end(folders: readonly string[], touched: readonly { folder: string; difference: number }[]): void {
  for (const folder of folders) {
    const count = (busy.get(folder) ?? 1) - 1
    if (count === 0) busy.delete(folder)
    else busy.set(folder, count)
  }
  for (const { folder, difference } of touched) {
    const thing = known.get(folder)
    if (thing) thing.sum = plus(thing.sum, difference)
    else made.set(folder, plus(made.get(folder) ?? 0, difference))
  }
}

function move(from: string, to: string | undefined): void {
  for (const [folder, thing] of known) {
    if (folder !== from && !folder.startsWith(`${from}/`)) continue
    known.delete(folder)
    if (to !== undefined) {
      const moved = to + folder.slice(from.length)
      known.set(moved, { ...thing, folder: moved })
    }
  }
}

/** What may not be read is told once, and looked at again all the same. */
function tried(work: () => boolean | undefined): boolean {
  try {
    return work() === true
  } catch (error) {
    const { message } = error as Error
    if (!told.has(message)) parentPort?.postMessage({ unseen: message } satisfies Unseen)
    told.add(message)
    return false
  }
}

function lookAgain(): void {
  tried(() => void look())
  setTimeout(lookAgain, LOOK_EVERY_MS)
}
setTimeout(lookAgain, LOOK_EVERY_MS)
