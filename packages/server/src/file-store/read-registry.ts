import { join } from 'node:path'
import type { Bundle } from '../transfer/bundle.ts'
import type { Place } from './layout.ts'
import { DamagedFile, integerOf, requiredText, textOf } from './meta-file.ts'
import { readMeta, readPairs } from './read-run.ts'

const workspace = 'default'

/** A registered model without its versions. */
export function readRegisteredModel(model: Place): Bundle {
  const meta = readMeta(model.path)
  const name = requiredText(meta, 'name')
  return {
    kind: 'registered_model',
    id: name,
    rows: {
      registered_models: [
        {
          name,
          creation_time: integerOf(meta, 'creation_timestamp'),
          last_updated_time: integerOf(meta, 'last_updated_timestamp'),
          description: textOf(meta, 'description'),
          workspace,
        },
      ],
      registered_model_tags: readPairs(join(model.path, 'tags')).map((pair) => ({
        ...pair,
        name,
        workspace,
      })),
      // Each is a file that holds the number of its version.
      registered_model_aliases: readPairs(join(model.path, 'aliases')).map(({ key, value }) => ({
        alias: key,
        version: Number(value.trim()),
        name,
        workspace,
      })),
    },
  }
}

export function readModelVersion(place: Place): Bundle {
  const meta = readMeta(place.path)
  const name = requiredText(meta, 'name')
  const version = integerOf(meta, 'version')
  if (`version-${version}` !== place.id) throw new DamagedFile(`it says that it is version ${version}`)
  const owner = { name, version: Number(version), workspace }
  const source = textOf(meta, 'source')
  return {
    kind: 'model_version',
    id: `${name}/${version}`,
    rows: {
      model_versions: [
        {
          ...owner,
          creation_time: integerOf(meta, 'creation_timestamp'),
          last_updated_time: integerOf(meta, 'last_updated_timestamp'),
          description: textOf(meta, 'description'),
          user_id: textOf(meta, 'user_id'),
          // PyYAML writes the name of no stage as it is: None.
          current_stage: textOf(meta, 'current_stage') ?? 'None',
          source,
          run_id: textOf(meta, 'run_id'),
          status: textOf(meta, 'status') ?? 'READY',
          status_message: textOf(meta, 'status_message'),
          run_link: textOf(meta, 'run_link'),
          storage_location: textOf(meta, 'storage_location'),
        },
      ],
      model_version_tags: readPairs(join(place.path, 'tags')).map((pair) => ({ ...pair, ...owner })),
    },
  }
}
