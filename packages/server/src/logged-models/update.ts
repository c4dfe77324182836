import {
  type DeleteLoggedModel,
  type DeleteLoggedModelTag,
  doesNotExist,
  type FinalizeLoggedModel,
  type FinalizeLoggedModelResponse,
  type LogLoggedModelParamsRequest,
  missingParameter,
  type SetLoggedModelTags,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { findModelOfAnyStage, wireModel } from './get.ts'
import * as queries from './queries.ts'
import { STATUS_NUMBERS } from './rows.ts'
import { writeModelParams, writeModelTags } from './write.ts'

export async function finalizeLoggedModel(
  deps: Deps,
  input: FinalizeLoggedModel,
): Promise<FinalizeLoggedModelResponse> {
  const model_id = input.model_id ?? ''
  const model = await deps.writer.write(async (tx) => {
    const row = await findModelOfAnyStage(tx, model_id)
    if (input.status === undefined) throw missingParameter('status')
    const status = STATUS_NUMBERS[input.status] ?? 0
    const now = deps.clock()
    await tx.run(queries.setModelStatus, { model_id, status, now })
    return wireModel(tx, { ...row, status, last_updated_timestamp_ms: now })
  })
  deps.changes.touch(model?.info?.experiment_id ?? '')
  return { model }
}

export async function deleteLoggedModel(deps: Deps, input: DeleteLoggedModel): Promise<object> {
  const model_id = input.model_id ?? ''
  await deps.writer.write(async (tx) => {
    await findModelOfAnyStage(tx, model_id)
    await tx.run(queries.markModelDeleted, { model_id, now: deps.clock() })
  })
  return {}
}

export async function logLoggedModelParams(deps: Deps, input: LogLoggedModelParamsRequest): Promise<object> {
  await deps.writer.write(async (tx) => {
    const model = await findModelOfAnyStage(tx, input.model_id ?? '')
    await writeModelParams(tx, model, input.params ?? [])
  })
  return {}
}

export async function setLoggedModelTags(deps: Deps, input: SetLoggedModelTags): Promise<object> {
  await deps.writer.write(async (tx) => {
    const model = await findModelOfAnyStage(tx, input.model_id ?? '')
    await writeModelTags(tx, model, input.tags ?? [])
  })
  return {}
}

export async function deleteLoggedModelTag(deps: Deps, input: DeleteLoggedModelTag): Promise<object> {
  const { model_id = '', tag_key: key = '' } = input
  await deps.writer.write(async (tx) => {
    await findModelOfAnyStage(tx, model_id)
    if ((await tx.run(queries.deleteModelTag, { model_id, key })) > 0) return
    throw doesNotExist(`No tag with key ${JSON.stringify(key)} found for model with ID '${model_id}'.`)
  })
  return {}
}
