import type { Place } from '../artifacts/locate.ts'
import type { MlflowTables } from '../db/generated/tables.ts'
import type { HistoryRow } from '../registry/history.ts'
import type { Bundle, Bundles, Damage, Kind } from './bundle.ts'

/** Which part of a store is wanted; all of it where nothing is said. */
export interface Selection {
  /** Names or ids. The registry's part is then what came from their runs and models. */
  readonly experiments?: readonly string[] | undefined
  /** Milliseconds since 1970: only runs, models, traces and versions that were made or changed from then on. */
  readonly since?: number | undefined
}

/** Something that is read: a database, a folder, a server. */
export interface Source {
  /** For a person; without a password. */
  readonly name: string
  /** How many things of each kind there are, as far as that is known before they are read. */
  count(selection: Selection): Promise<Readonly<Partial<Record<Kind, number>>>>
  /** @throws TransferError where the selection names what is not there. */
  read(selection: Selection): Bundles
  /** What the source holds that no bundle carries, in sentences. */
  notCarried(): Promise<readonly string[]>
  /** Every change of the model registry, the oldest first, where the source keeps them. */
  registryHistory?(): AsyncIterable<readonly HistoryRow[]>
  /** Where the bytes of a bundle are that names such a place. */
  artifacts(uri: string): Promise<Place>
}

/** Rows by table. */
export type Counts = Partial<Record<keyof MlflowTables, number>>

/** Adds `more` to `sum`. */
export function addCounts(sum: Counts, more: Counts): Counts {
  for (const [table, count] of Object.entries(more) as [keyof Counts, number][]) {
    sum[table] = (sum[table] ?? 0) + count
  }
  return sum
}

/** What became of some bundles. */
export interface Written {
  /** Rows that were new or had changed. */
  readonly copied: Counts
  /** Rows that the target now has of the things whose last bundle this was. */
  readonly found: Counts
  readonly damaged: readonly Damage[]
  /** What a person should know, such as ids that changed. */
  readonly notes: readonly string[]
}

/** Something that is written to. Writing the same bundle again changes nothing. */
export interface Target {
  /** For a person; without a password. */
  readonly name: string
  /** Committed when it resolves; durable when the store is closed. */
  write(bundles: readonly Bundle[]): Promise<Written>
  /** What could not be written before everything was there, such as links and the stage `deleted`. */
  finish?(): Promise<Written>
  /** Adds changes that are not there yet; the answer is how many. Servers cannot be given any. */
  writeRegistryHistory?(rows: readonly HistoryRow[]): Promise<number>
  /** Where the bytes of a bundle that was written belong; undefined where they are reached as they lie. */
  artifacts(bundle: Bundle): Promise<Place | undefined>
}

/** Why nothing, or no more, can be copied: a sentence for a person. */
export class TransferError extends Error {}
