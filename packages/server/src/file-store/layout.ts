import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from './files.ts'

/** Where each thing lies in a file store. */
export const TRASH = '.trash'
export const MODELS = 'models'
const TRACES = 'traces'
export const META = 'meta.yaml'
/** A file of our own: MLflow looks at the folders beside it only. */
export const HISTORY = '.millrace-registry-history.jsonl'

/** What a meta.yaml counts. */
export const RUN_STATUSES = ['', 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']
export const SOURCE_TYPES: Readonly<Record<number, string>> = {
  1: 'NOTEBOOK',
  2: 'JOB',
  3: 'PROJECT',
  4: 'LOCAL',
  1000: 'UNKNOWN',
}

/** A thing that has a folder of its own. */
export interface Place {
  /** The last part of the folder's path. */
  readonly id: string
  readonly path: string
}

/** The names of folders that are taken for such a thing; of others nobody would hear again. */
export const SHAPES = {
  experiment: /^\d{1,19}$/,
  run: /^[0-9a-f]{32}$/,
  loggedModel: /^m-[\w-]{1,48}$/,
  trace: /^tr-[\w-]{1,47}$/,
  registeredModel: /^[^.]/,
  version: /^version-\d{1,9}$/,
} as const

/** The experiments in their order, the deleted ones behind the others. */
export function experimentsOf(root: string): Place[] {
  const here = placesIn(root, SHAPES.experiment)
  const ids = new Set(here.map(({ id }) => id))
  return [...here, ...placesIn(join(root, TRASH), SHAPES.experiment).filter(({ id }) => !ids.has(id))]
}

export function runsOf(experiment: Place): Place[] {
  return placesIn(experiment.path, SHAPES.run)
}

export function loggedModelsOf(experiment: Place): Place[] {
  return placesIn(join(experiment.path, MODELS), SHAPES.loggedModel)
}

export function tracesOf(experiment: Place): Place[] {
  return placesIn(join(experiment.path, TRACES), SHAPES.trace)
}

export function registeredModelsOf(root: string): Place[] {
  return placesIn(join(root, MODELS), SHAPES.registeredModel)
}

export function versionsOf(model: Place): Place[] {
  return placesIn(model.path, SHAPES.version)
}

function placesIn(folder: string, shape: RegExp): Place[] {
  return entriesOf(folder)
    .filter((entry) => shape.test(entry.name) && !entry.isFile())
    .map(({ name }) => ({ id: name, path: join(folder, name) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Whether MLflow's file store has been at work in a folder. */
export function holdsFileStore(root: string): boolean {
  return [...experimentsOf(root), ...registeredModelsOf(root)].some(({ path }) =>
    existsSync(join(path, META)),
  )
}
