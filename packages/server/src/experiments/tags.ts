import {
  type DeleteExperimentTag,
  doesNotExist,
  type ExperimentTag,
  LIMITS,
  type SetExperimentTag,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { assertKey, assertLength } from '../validate.ts'
import { findActiveExperiment } from './get.ts'
import { deleteTag, upsertTag } from './queries.ts'

export function assertTag(tag: ExperimentTag): void {
  assertKey(tag.key ?? '', 'key', 'key')
  assertLength('value', tag.value ?? '', LIMITS.experimentTagValueLength)
}

export async function setExperimentTag(deps: Deps, input: SetExperimentTag): Promise<object> {
  assertTag(input)
  await deps.writer.write(async (tx) => {
    const { experiment_id: id } = await findActiveExperiment(tx, input.experiment_id ?? '')
    await tx.insert(upsertTag, [{ id, key: input.key ?? '', value: input.value ?? '' }])
  })
  deps.changes.touch(input.experiment_id ?? '')
  return {}
}

export async function deleteExperimentTag(deps: Deps, input: DeleteExperimentTag): Promise<object> {
  const key = input.key ?? ''
  await deps.writer.write(async (tx) => {
    const { experiment_id: id } = await findActiveExperiment(tx, input.experiment_id ?? '')
    if ((await tx.run(deleteTag, { id, key })) > 0) return
    throw doesNotExist(`No tag with name: ${key} in experiment with id ${id}`)
  })
  deps.changes.touch(input.experiment_id ?? '')
  return {}
}
