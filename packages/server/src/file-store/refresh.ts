import { basename, dirname } from 'node:path'
import { exactInteger } from '../db/exact-integer.ts'
import type { Executor, Writer } from '../db/executor.ts'
import type { Watched } from './fingerprint.ts'
import type { FolderNews } from './folder-news.ts'
import { datasetsIn, separately, type Warn } from './load.ts'
import { insertBundles, removeExperiment, removePointsOfModels, removeThing, replaceThing } from './mirror.ts'
import type { Places } from './places.ts'
import { readThing } from './things.ts'
import type { Found } from './watch-worker.ts'
import type { Thing } from './watched-things.ts'
import type { WriteThrough } from './write-through.ts'

interface Parts {
  readonly places: Places
  readonly writer: Writer
  readonly through: WriteThrough
  readonly news: FolderNews
  /** Tells a person of something that cannot be read. */
  readonly warn: Warn
}

/** Things that share a transaction. */
const TOGETHER = 50

const ORDER: readonly Watched[] = ['experiment', 'run', 'logged_model', 'registered_model', 'model_version']

/** Brings what others change in the folder into its mirror. */
export class Refresh {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes over what the watcher found; an experiment that moved is found at its new place and gone from the old. */
  async take({ changed, gone }: Found): Promise<void> {
    const there = new Set(changed.map(nameOf))
    const removed = inOrder(gone)
      .reverse()
      .filter((thing) => !there.has(nameOf(thing)))
    await this.#each(removed, (tx, thing) => this.#remove(tx, thing))
    await this.#each(inOrder(changed), (tx, thing) => this.#replace(tx, thing))
    this.#tellNews([...changed, ...removed])
  }

  async #each(things: readonly Thing[], work: (tx: Executor, thing: Thing) => Promise<void>): Promise<void> {
    for (let i = 0; i < things.length; i += TOGETHER) {
      await this.#fromFiles(async (tx) => {
        for (const thing of things.slice(i, i + TOGETHER)) {
          await separately(tx, thing, () => work(tx, thing), this.#parts.warn)
        }
      })
    }
  }

  #fromFiles(work: (tx: Executor) => Promise<void>): Promise<void> {
    return this.#parts.writer.write((tx) => this.#parts.through.fromFiles(() => work(tx)))
  }

  async #replace(tx: Executor, thing: Thing): Promise<void> {
    if (thing.kind === 'experiment') this.#parts.places.moved(basename(thing.folder), thing.folder)
    await replaceThing(tx, () => readThing(thing))
    await insertBundles(tx, datasetsIn(thing))
  }

  async #remove(tx: Executor, thing: Thing): Promise<void> {
    const id = basename(thing.folder)
    switch (thing.kind) {
      case 'experiment':
        this.#parts.places.moved(id, undefined)
        return removeExperiment(tx, exactInteger(id))
      case 'registered_model':
        return removeThing(tx, thing.kind, 'default', id)
      case 'model_version':
        return removeThing(tx, thing.kind, 'default', basename(dirname(thing.folder)), versionOf(id))
      case 'run':
        await removePointsOfModels(tx, id)
        return removeThing(tx, thing.kind, id)
      default:
        return removeThing(tx, thing.kind, id)
    }
  }

  #tellNews(things: readonly Thing[]): void {
    const runs: Record<string, string[]> = {}
    for (const { kind, folder } of things) {
      if (kind !== 'experiment' && kind !== 'run') continue
      const experiment = basename(kind === 'run' ? dirname(folder) : folder)
      const list = runs[experiment] ?? []
      if (kind === 'run') list.push(basename(folder))
      runs[experiment] = list
    }
    if (Object.keys(runs).length > 0) this.#parts.news.pass({ runs })
  }
}

function inOrder(things: readonly Thing[]): Thing[] {
  return [...things].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

function nameOf({ kind, folder }: Thing): string {
  return kind === 'model_version' ? folder : `${kind} ${basename(folder)}`
}

function versionOf(id: string): number {
  return Number(id.replace('version-', ''))
}
