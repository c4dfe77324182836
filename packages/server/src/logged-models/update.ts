import {
  type DeleteLoggedModel,
  type DeleteLoggedModelTag,
  doesNotExist,
  type FinalizeLoggedModel,
  type FinalizeLoggedModelResponse,
  invalidParameter,
  type LogLoggedModelParamsRequest,
  missingParameter,
  type SetLoggedModelTags,
  type SetLoggedModelTagsResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { checkedParam, checkedTag } from './create.ts'
import { findModel, wireModel } from './get.ts'
import * as queries from './queries.ts'
import { STATUS_NUMBERS } from './rows.ts'

export async function finalizeLoggedModel(
  deps: Deps,
  input: FinalizeLoggedModel,
): Promise<FinalizeLoggedModelResponse> {
  const model_id = input.model_id ?? ''
  const model = await deps.writer.write(async (tx) => {
    const row = await findModel(tx, model_id)
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
    await findModel(tx, model_id)
    await tx.run(queries.markModelDeleted, { model_id, now: deps.clock() })
  })
  return {}
}

export async function logLoggedModelParams(deps: Deps, input: LogLoggedModelParamsRequest): Promise<object> {
  const model_id = input.model_id ?? ''
  const params = (input.params ?? []).map(checkedParam)
  await deps.writer.write(async (tx) => {
    const { experiment_id } = await findModel(tx, model_id)
    for (const param of params) {
      const known = await tx.first(queries.modelParam, { model_id, key: param.key })
      if (known && known.value !== param.value) {
        throw invalidParameter(
          `Changing param values is not allowed. Param with key='${param.key}' was already logged with value='${known.value}' for model ID='${model_id}'. Attempted logging new value '${param.value}'.`,
        )
      }
      if (!known) await tx.run(queries.insertModelParam, { ...param, model_id, experiment_id })
    }
  })
  return {}
}

export async function setLoggedModelTags(
  deps: Deps,
  input: SetLoggedModelTags,
): Promise<SetLoggedModelTagsResponse> {
  const model_id = input.model_id ?? ''
  const tags = (input.tags ?? []).map(checkedTag)
  const model = await deps.writer.write(async (tx) => {
    const row = await findModel(tx, model_id)
    const { experiment_id } = row
    await tx.runEach(
      queries.upsertModelTag,
      tags.map((tag) => ({ ...tag, model_id, experiment_id })),
    )
    return wireModel(tx, row)
  })
  return { model }
}

export async function deleteLoggedModelTag(deps: Deps, input: DeleteLoggedModelTag): Promise<object> {
  const { model_id = '', tag_key: key = '' } = input
  await deps.writer.write(async (tx) => {
    await findModel(tx, model_id)
    if ((await tx.run(queries.deleteModelTag, { model_id, key })) > 0) return
    throw doesNotExist(`No tag with key ${JSON.stringify(key)} found for model with ID '${model_id}'.`)
  })
  return {}
}
