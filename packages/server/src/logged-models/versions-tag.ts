import { invalidParameter } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { toJson as toPythonJson } from '../search/python.ts'
import { modelTagForUpdate, upsertModelTag } from './queries.ts'
import type { ModelRow } from './rows.ts'

/** Tells which versions of registered models were made of a logged model; clients read it there. */
const VERSIONS_TAG = 'mlflow.modelVersions'

export async function addToModelVersionsTag(
  tx: Executor,
  { model_id, experiment_id }: Pick<ModelRow, 'model_id' | 'experiment_id'>,
  name: string,
  version: number,
): Promise<void> {
  const before = await tx.first(modelTagForUpdate, { model_id, key: VERSIONS_TAG })
  const value = toPythonJson([...listOf(before?.value || '[]'), { name, version }])
  await tx.insert(upsertModelTag, [{ model_id, experiment_id, key: VERSIONS_TAG, value }])
}

/** The tag is open to every client, so that anything may stand in it. */
function listOf(text: string): unknown[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list)) return list
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw invalidParameter(
    `The tag '${VERSIONS_TAG}' of the logged model is not a JSON list; delete it or mend it.`,
  )
}
