import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from './files.ts'

/** Where each thing lies in a file store. */
export const TRASH = '.trash'
export const MODELS = 'models'
const TRACES = 'traces'
export const META = 'meta.yaml'

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

const EXPERIMENT = /^\d{1,19}$/
const RUN = /^[0-9a-f]{32}$/
const LOGGED_MODEL = /^m-[\w-]{1,48}$/
const TRACE = /^tr-[\w-]{1,47}$/
const VERSION = /^version-\d{1,9}$/

/** The experiments in their order, the deleted ones behind the others. */
export function experimentsOf(root: string): Place[] {
  const here = placesIn(root, EXPERIMENT)
  const ids = new Set(here.map(({ id }) => id))
  return [...here, ...placesIn(join(root, TRASH), EXPERIMENT).filter(({ id }) => !ids.has(id))]
}

export function runsOf(experiment: Place): Place[] {
  return placesIn(experiment.path, RUN)
}

export function loggedModelsOf(experiment: Place): Place[] {
  return placesIn(join(experiment.path, MODELS), LOGGED_MODEL)
}

export function tracesOf(experiment: Place): Place[] {
  return placesIn(join(experiment.path, TRACES), TRACE)
}

export function registeredModelsOf(root: string): Place[] {
  return placesIn(join(root, MODELS), /^[^.]/)
}

export function versionsOf(model: Place): Place[] {
  return placesIn(model.path, VERSION)
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
