import { basename } from 'node:path'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { SqliteExecutor, type SqliteHandle } from '../db/sqlite.ts'
import { endBulk, startBulk } from '../db/sqlite-setup.ts'
import { type Bundle, isDamage } from '../transfer/bundle.ts'
import { fingerprintOf } from './fingerprint.ts'
import { insertBundle } from './mirror.ts'
import { guarded } from './read-folder.ts'
import { readDatasets, readThing } from './things.ts'
import type { Known } from './watch-worker.ts'
import type { Thing } from './watched-things.ts'

export type Warn = (sentence: string) => void

/** Things that share a transaction. */
const TOGETHER = 200

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
  for (let i = 0; i < things.length; i += TOGETHER) {
    handle.exec('begin')
    for (const thing of things.slice(i, i + TOGETHER)) {
      // Before it is read: what changes meanwhile is found to be different then.
      known.push({ ...thing, ...fingerprintOf(thing.kind, thing.folder) })
      await separately(tx, thing, () => load(tx, thing), warn)
    }
    handle.exec('commit')
  }
  endBulk(handle)
  return known
}

async function load(tx: Executor, thing: Thing): Promise<void> {
  for (const piece of readThing(thing)) await insertBundle(tx, piece)
  for (const dataset of datasetsIn(thing)) await insertBundle(tx, dataset)
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
  const run = (text: string) => tx.query({ compile: () => sql.raw(text).compile(tx.builder) })
  await run('savepoint thing')
  try {
    await work()
  } catch (error) {
    await run('rollback to thing')
    warn(`${thing.folder} is not shown: ${reasonFor(thing, error)}`)
  }
  await run('release thing')
}

function reasonFor({ kind, folder }: Thing, error: unknown): string {
  const place = { id: basename(folder), path: folder }
  const [damage] = guarded(kind, place, () => {
    throw error
  })
  return damage && isDamage(damage) ? damage.reason : String(error)
}
