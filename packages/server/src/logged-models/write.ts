import { invalidParameter, type LoggedModelParameter, type LoggedModelTag } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { lastOfEach } from '../db/insertion.ts'
import { insertModelParam, modelParam, upsertModelTag } from './queries.ts'

interface Owner {
  readonly model_id: string
  readonly experiment_id: number
}

/** Keys and values are taken as they come: MLflow has no rules for a model's, unlike for a run's. */
export async function writeModelParams(
  tx: Executor,
  { model_id, experiment_id }: Owner,
  params: readonly LoggedModelParameter[],
): Promise<void> {
  for (const { key = '', value = '' } of params) {
    const known = await tx.first(modelParam, { model_id, key })
    if (known === undefined) await tx.insert(insertModelParam, [{ model_id, experiment_id, key, value }])
    else if (known.value !== value) throw changedParam(model_id, key, known.value, value)
  }
}

function changedParam(model_id: string, key: string, before: string, now: string) {
  return invalidParameter(
    `Changing param values is not allowed. Param with key='${key}' was already logged with value='${before}' for model ID='${model_id}'. Attempted logging new value '${now}'.`,
  )
}

export async function writeModelTags(
  tx: Executor,
  { model_id, experiment_id }: Owner,
  tags: readonly LoggedModelTag[],
): Promise<void> {
  const rows = tags.map(({ key = '', value = '' }) => ({ model_id, experiment_id, key, value }))
  await tx.insert(
    upsertModelTag,
    lastOfEach(rows, ({ key }) => key),
  )
}
