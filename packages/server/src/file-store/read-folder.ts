import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Bundle, Bundles, Damage, Kind } from '../transfer/bundle.ts'
import type { Place } from './layout.ts'
import * as layout from './layout.ts'
import { DamagedFile } from './meta-file.ts'
import { datasetsOf, readDataset, readExperiment } from './read-experiment.ts'
import { readLoggedModel } from './read-logged-model.ts'
import { readModelVersion, readRegisteredModel } from './read-registry.ts'
import { readCheckedRun } from './read-run.ts'
import { readTrace } from './read-trace.ts'

type Reading = Bundle | Iterable<Bundle>

/** The things of these kinds in a file store, those of experiments only of the ones given. */
export async function* readFolder(
  root: string,
  kinds: readonly Kind[],
  experiments: readonly Place[],
): Bundles {
  let count = 0
  for (const { kind, place, read } of thingsIn(root, kinds, experiments)) {
    yield* guarded(kind, place, read)
    count += 1
    if (count % THINGS_IN_A_TURN === 0) await nextTurn()
  }
}

const THINGS_IN_A_TURN = 20

interface Thing {
  readonly kind: Kind
  readonly place: Place
  readonly read: () => Reading
}

/** In the order in which they refer to each other. */
function* thingsIn(root: string, kinds: readonly Kind[], experiments: readonly Place[]): Generator<Thing> {
  const models = layout.registeredModelsOf(root)
  const within = {
    dataset: [datasetsOf, readDataset],
    run: [layout.runsOf, readCheckedRun],
    logged_model: [layout.loggedModelsOf, readLoggedModel],
    trace: [layout.tracesOf, readTrace],
  } as const
  for (const place of wanted('experiment', experiments)) {
    yield { kind: 'experiment', place, read: () => readExperiment(place) }
  }
  for (const [kind, [list, read]] of Object.entries(within) as [
    keyof typeof within,
    (typeof within)['run'],
  ][]) {
    for (const experiment of wanted(kind, experiments)) {
      for (const place of list(experiment)) yield { kind, place, read: () => read(place, experiment) }
    }
  }
  for (const place of wanted('registered_model', models)) {
    yield { kind: 'registered_model', place, read: () => readRegisteredModel(place) }
  }
  for (const model of wanted('model_version', models)) {
    for (const place of layout.versionsOf(model)) {
      yield { kind: 'model_version', place, read: () => readModelVersion(place) }
    }
  }
  function wanted(kind: Kind, places: readonly Place[]): readonly Place[] {
    return kinds.includes(kind) ? places : []
  }
}

/** What cannot be read becomes a damage in its place. */
export function* guarded(kind: Kind, place: Place, read: () => Reading): Generator<Bundle | Damage> {
  try {
    const reading = read()
    if ('rows' in reading) yield reading
    else yield* reading
  } catch (error) {
    yield { kind, id: place.id, reason: reasonOf(error, place) }
  }
}

function reasonOf(error: unknown, { path }: Place): string {
  if (error instanceof DamagedFile) return `${path}: ${error.message}`
  const { code, path: file, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `${file ?? path} is missing`
  if (code !== undefined) return `${file ?? path}: ${message}`
  throw error
}
