import {
  type DeleteDataset,
  doesNotExist,
  type GetDataset,
  type GetDatasetExperimentIds,
  type GetDatasetExperimentIdsResponse,
  type GetDatasetResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { datasetById, deleteAssociations, deleteDatasetRow, experimentsOf, tagsOf } from './queries.ts'
import { toDataset } from './rows.ts'

export async function getEvaluationDataset({ db }: Deps, input: GetDataset): Promise<GetDatasetResponse> {
  const dataset_id = input.dataset_id ?? ''
  const row = await db.first(datasetById, { dataset_id })
  if (!row) throw doesNotExist(`Evaluation dataset with id '${dataset_id}' not found`)
  return { dataset: toDataset(row, await tagsOf(db, [dataset_id])) }
}

export async function getDatasetExperimentIds(
  { db }: Deps,
  input: GetDatasetExperimentIds,
): Promise<GetDatasetExperimentIdsResponse> {
  const rows = await db.all(experimentsOf, { dataset_id: input.dataset_id ?? '' })
  return rows.length > 0 ? { experiment_ids: rows.map((row) => row.destination_id) } : {}
}

/** Records and tags go with it. Deleting what is not there is no error. */
export async function deleteEvaluationDataset(deps: Deps, input: DeleteDataset): Promise<object> {
  const dataset_id = input.dataset_id ?? ''
  await deps.writer.write(async (tx) => {
    await tx.run(deleteAssociations, { dataset_id })
    await tx.run(deleteDatasetRow, { dataset_id })
  })
  return {}
}
