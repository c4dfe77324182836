import type { Watched } from './fingerprint.ts'
import type { Place } from './layout.ts'
import * as layout from './layout.ts'

/** A thing of the mirror, by the folder that says all of it. */
export interface Thing {
  readonly kind: Watched
  readonly folder: string
}

/** Of what is in an experiment that which has a folder of its own. */
export function thingsInExperiment(experiment: Place): Thing[] {
  return [
    ...asThings('run', layout.runsOf(experiment)),
    ...asThings('logged_model', layout.loggedModelsOf(experiment)),
  ]
}

/** The registry, models before their versions. */
export function thingsInRegistry(root: string): Thing[] {
  const models = layout.registeredModelsOf(root)
  return [
    ...asThings('registered_model', models),
    ...asThings('model_version', models.flatMap(layout.versionsOf)),
  ]
}

export function asThings(kind: Watched, places: readonly Place[]): Thing[] {
  return places.map(({ path }) => ({ kind, folder: path }))
}
