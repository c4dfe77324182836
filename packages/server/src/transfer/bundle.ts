import type { Insertable } from 'kysely'
import type { MlflowTables } from '../db/generated/tables.ts'

/** What moves as a whole from one store to another, in the order in which it may arrive. */
export const KINDS = [
  'experiment',
  'dataset',
  'run',
  'logged_model',
  'trace',
  'registered_model',
  'model_version',
] as const

export type Kind = (typeof KINDS)[number]

/** Whole numbers of 64 bits are bigints where a number would lose digits. */
type WithBigints<T> = number extends T ? T | bigint : T

/** A row of MLflow's schema; a column that may be left out has its default then. */
export type Row<T extends keyof MlflowTables> = {
  readonly [C in keyof Insertable<MlflowTables[T]>]: WithBigints<Insertable<MlflowTables[T]>[C]>
}

/** Rows of MLflow's schema, by table. */
export type Rows = { readonly [T in keyof MlflowTables]?: readonly Row<T>[] }

/**
 * One thing and its rows, whatever kept it: a database, a folder, a server. A run with a long history comes as several
 * bundles of the same id, so that memory does not grow with it; the first holds the row that the others refer to.
 */
export interface Bundle {
  readonly kind: Kind
  /** As people know it: a run's id, `name/version` of a model version. */
  readonly id: string
  readonly rows: Rows
  /** Where its artifacts are, if it may have any. */
  readonly artifacts?: string
  /** Another bundle of the same thing follows. */
  readonly continues?: boolean
}

/** Something that could not be read or written; the rest goes on. */
export interface Damage {
  readonly kind: Kind
  readonly id: string
  /** A sentence for a person. */
  readonly reason: string
}

/** What is read, in the order of {@link KINDS}; something damaged is told in its place and never ends the reading. */
export type Bundles = AsyncIterable<Bundle | Damage>

export function isDamage(item: Bundle | Damage): item is Damage {
  return 'reason' in item
}
