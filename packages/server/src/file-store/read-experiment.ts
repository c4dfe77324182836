import { join } from 'node:path'
import { exactInteger } from '../db/exact-integer.ts'
import type { Bundle } from '../transfer/bundle.ts'
import { entriesOf } from './files.ts'
import { META, type Place } from './layout.ts'
import { DamagedFile, integerOf, requiredText, textOf } from './meta-file.ts'
import { idOf, readMeta, readPairs, stageOf } from './read-run.ts'

/** @throws DamagedFile, or an error of the file system, where it cannot be read. */
export function readExperiment({ id, path }: Place): Bundle {
  const meta = readMeta(path)
  const experiment_id = exactInteger(id)
  const named = requiredText(meta, 'experiment_id')
  if (named !== id) throw new DamagedFile(`${META} is that of the experiment ${named}`)
  const artifact_location = textOf(meta, 'artifact_location')
  return {
    kind: 'experiment',
    id,
    rows: {
      experiments: [
        {
          experiment_id,
          name: requiredText(meta, 'name'),
          artifact_location,
          lifecycle_stage: stageOf(meta),
          creation_time: integerOf(meta, 'creation_time'),
          last_update_time: integerOf(meta, 'last_update_time'),
          workspace: 'default',
        },
      ],
      experiment_tags: readPairs(join(path, 'tags')).map((pair) => ({ ...pair, experiment_id })),
    },
  }
}

/** The datasets of an experiment, by their folders' names. */
export function datasetsOf(experiment: Place): Place[] {
  const folder = join(experiment.path, 'datasets')
  return entriesOf(folder).map(({ name }) => ({ id: name, path: join(folder, name) }))
}

export function readDataset({ id, path }: Place, experiment: Place): Bundle {
  const meta = readMeta(path)
  return {
    kind: 'dataset',
    id: idOf(experiment.id, id),
    rows: {
      datasets: [
        {
          dataset_uuid: idOf(experiment.id, id),
          experiment_id: exactInteger(experiment.id),
          name: requiredText(meta, 'name'),
          digest: requiredText(meta, 'digest'),
          dataset_source_type: textOf(meta, 'source_type') ?? '',
          dataset_source: textOf(meta, 'source') ?? '',
          dataset_schema: textOf(meta, 'schema'),
          dataset_profile: textOf(meta, 'profile'),
        },
      ],
    },
  }
}
