import { randomInt } from 'node:crypto'
import { appendToUri } from '@millrace/artifacts'
import { type CreateLoggedModel, type CreateLoggedModelResponse, invalidParameter } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { findActiveExperiment } from '../experiments/get.ts'
import { randomRunName } from '../runs/names.ts'
import { assertTagsDistinct } from '../validate.ts'
import { wireModel } from './get.ts'
import { insertModel } from './queries.ts'
import { STATUS_NUMBERS } from './rows.ts'
import { writeModelParams, writeModelTags } from './write.ts'

const FORBIDDEN = ['/', ':', '.', '%', '"', "'"]

export async function createLoggedModel(
  deps: Deps,
  input: CreateLoggedModel,
): Promise<CreateLoggedModelResponse> {
  const name = input.name || `${randomRunName()}-${randomInt(1000)}`
  assertModelName(name)
  assertTagsDistinct(input.tags ?? [])
  const params = input.params ?? []
  const tags = input.tags ?? []
  const model_id = `m-${deps.newId()}`
  const now = deps.clock()
  const model = await deps.writer.write(async (tx) => {
    const experiment = await findActiveExperiment(tx, input.experiment_id ?? '')
    const { experiment_id } = experiment
    const row = {
      model_id,
      experiment_id,
      name,
      artifact_location: appendToUri(experiment.artifact_location ?? '', `models/${model_id}/artifacts`),
      creation_timestamp_ms: now,
      last_updated_timestamp_ms: now,
      status: STATUS_NUMBERS.LOGGED_MODEL_PENDING ?? 1,
      model_type: input.model_type ?? '',
      source_run_id: input.source_run_id ?? '',
    }
    await tx.insert(insertModel, [row])
    await writeModelParams(tx, row, params)
    await writeModelTags(tx, row, tags)
    return wireModel(tx, row)
  })
  deps.changes.touch(input.experiment_id ?? '', input.source_run_id)
  return { model }
}

function assertModelName(name: string): void {
  if (name !== '' && !FORBIDDEN.some((character) => name.includes(character))) return
  const shown = FORBIDDEN.map((c) => (c === "'" ? `"'"` : `'${c}'`)).join(', ')
  throw invalidParameter(
    `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: (${shown})`,
  )
}
