import { createHash } from 'node:crypto'
import { type CreateDataset, type CreateDatasetResponse, MlflowError } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { pythonJson } from '../python-json.ts'
import { parseTags } from './json-input.ts'
import { insertAssociation, insertDataset, upsertTag } from './queries.ts'
import { toDataset } from './rows.ts'
import { tagRows } from './tags.ts'

/** The tag that says who did it. */
const USER_TAG = 'mlflow.user'

export async function createEvaluationDataset(
  deps: Deps,
  input: CreateDataset,
): Promise<CreateDatasetResponse> {
  const tags = parseTags(input.tags)
  const experiment_ids = input.experiment_ids ?? []
  if (new Set(experiment_ids).size < experiment_ids.length) {
    throw new MlflowError('BAD_REQUEST', 'An experiment is given twice.')
  }
  const now = deps.clock()
  const user = userOf(tags)
  const row = {
    dataset_id: `d-${deps.newId()}`,
    name: input.name ?? '',
    schema: null,
    profile: null,
    digest: digestOf(input.name ?? '', now),
    created_time: now,
    last_update_time: now,
    created_by: user,
    last_updated_by: user,
  }
  const { dataset_id } = row
  await deps.writer.write(async (tx) => {
    await tx.insert(insertDataset, [row])
    await tx.insert(upsertTag, tagRows(dataset_id, tags))
    await tx.insert(
      insertAssociation,
      experiment_ids.map((id) => newAssociation(deps, dataset_id, id, now)),
    )
  })
  return { dataset: { ...toDataset(row, [], experiment_ids), tags: pythonJson(tags) } }
}

export function userOf(tags: Record<string, unknown>): string | null {
  const user = tags[USER_TAG]
  return typeof user === 'string' ? user : null
}

/** Opaque to clients: changes with each change of the records. */
export function digestOf(...of: readonly (string | number)[]): string {
  return createHash('sha256').update(of.join(':')).digest('hex').slice(0, 8)
}

export function newAssociation(deps: Deps, dataset_id: string, experiment_id: string, now: number) {
  return { association_id: `a-${deps.newId()}`, dataset_id, experiment_id, now }
}
