import { appendToUri } from '@millrace/artifacts'
import {
  type CreateExperiment,
  type CreateExperimentResponse,
  type ExperimentTag,
  LIMITS,
  MlflowError,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { assertLength, assertTagsDistinct } from '../validate.ts'
import { announce } from '../webhooks/announce.ts'
import { checkedLocation } from './location.ts'
import { experimentByName, insertExperiment, setLocation, upsertTag } from './queries.ts'
import { experimentData } from './rows.ts'
import { assertTag } from './tags.ts'

export async function createExperiment(
  deps: Deps,
  input: CreateExperiment,
): Promise<CreateExperimentResponse> {
  const name = input.name ?? ''
  const tags = input.tags ?? []
  const given = input.artifact_location ? checkedLocation(input.artifact_location, deps.locations) : ''
  assertName(name)
  tags.forEach(assertTag)
  assertTagsDistinct(tags)
  const experiment_id = await deps.writer.write(async (tx) => {
    if (await tx.first(experimentByName, { name })) throw alreadyExists(name)
    const id = await tx.insertCounted(insertExperiment, { name, location: given, now: deps.clock() })
    if (given === '') await tx.run(setLocation, { id, location: appendToUri(deps.artifactRoot, String(id)) })
    await tx.insert(
      upsertTag,
      tags.map((tag) => tagRow(id, tag)),
    )
    const data = experimentData({ experiment_id: id, name, lifecycle_stage: 'active' })
    await announce(deps, tx, { entity: 'EXPERIMENT', action: 'CREATED', data })
    return String(id)
  })
  deps.changes.touch(experiment_id)
  return { experiment_id }
}

function tagRow(id: number, tag: ExperimentTag) {
  return { id, key: tag.key ?? '', value: tag.value ?? '' }
}

export function assertName(name: string): void {
  assertLength('name', name, LIMITS.experimentNameLength)
}

function alreadyExists(name: string): MlflowError {
  return new MlflowError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`)
}
