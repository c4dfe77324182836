import { basename, dirname } from 'node:path'
import type { Bundle } from '../transfer/bundle.ts'
import type { Watched } from './fingerprint.ts'
import type { Place } from './layout.ts'
import { datasetsOf, readDataset, readExperiment } from './read-experiment.ts'
import { readLoggedModel } from './read-logged-model.ts'
import { readModelVersion, readRegisteredModel } from './read-registry.ts'
import { readRun } from './read-run.ts'
import type { Thing } from './watched-things.ts'

function placeOf({ folder }: Thing): Place {
  return { id: basename(folder), path: folder }
}

/** The experiment in which a run or a model lies. */
function experimentOf({ kind, folder }: Thing): Place {
  const path = kind === 'logged_model' ? dirname(dirname(folder)) : dirname(folder)
  return { id: basename(path), path }
}

const READERS: Readonly<Record<Watched, (thing: Thing) => Iterable<Bundle>>> = {
  experiment: (thing) => [readExperiment(placeOf(thing))],
  run: (thing) => readRun(placeOf(thing), experimentOf(thing)),
  logged_model: (thing) => [readLoggedModel(placeOf(thing), experimentOf(thing))],
  registered_model: (thing) => [readRegisteredModel(placeOf(thing))],
  model_version: (thing) => [readModelVersion(placeOf(thing))],
}

/** @throws DamagedFile, or an error of the file system. */
export function readThing(thing: Thing): Iterable<Bundle> {
  return READERS[thing.kind](thing)
}

/** They lie in the experiment's folder and change with it. */
export function readDatasets(experiment: Thing): Bundle[] {
  return datasetsOf(placeOf(experiment)).map((place) => readDataset(place, placeOf(experiment)))
}
