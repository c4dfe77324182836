import {
  type AddDatasetToExperiments,
  type AddDatasetToExperimentsResponse,
  type DatasetsDataset,
  doesNotExist,
  type RemoveDatasetFromExperiments,
  type RemoveDatasetFromExperimentsResponse,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { experimentById } from '../experiments/queries.ts'
import { newAssociation } from './create.ts'
import { deleteAssociation, insertAssociation, lockDataset, tagsOf, touchDataset } from './queries.ts'
import { toDataset } from './rows.ts'

export async function addDatasetToExperiments(
  deps: Deps,
  input: AddDatasetToExperiments,
): Promise<AddDatasetToExperimentsResponse> {
  const dataset_id = input.dataset_id ?? ''
  const ids = [...new Set(input.experiment_ids)]
  return changeExperiments(deps, dataset_id, async (tx, now) => {
    for (const id of ids) await requireExperiment(tx, id)
    const rows = ids.map((id) => newAssociation(deps, dataset_id, id, now))
    await tx.insert(insertAssociation, rows)
  })
}

export async function removeDatasetFromExperiments(
  deps: Deps,
  input: RemoveDatasetFromExperiments,
): Promise<RemoveDatasetFromExperimentsResponse> {
  const dataset_id = input.dataset_id ?? ''
  return changeExperiments(deps, dataset_id, async (tx) => {
    for (const experiment_id of new Set(input.experiment_ids)) {
      await tx.run(deleteAssociation, { dataset_id, experiment_id })
    }
  })
}

type Change = (tx: Executor, now: number) => Promise<void>

/** Counts as a change of the dataset whatever the change does, as in MLflow. */
async function changeExperiments(
  deps: Deps,
  dataset_id: string,
  change: Change,
): Promise<{ dataset: DatasetsDataset }> {
  return deps.writer.write(async (tx) => {
    const row = await tx.first(lockDataset, { dataset_id })
    if (!row) throw doesNotExist(`Dataset '${dataset_id}' not found`)
    const now = deps.clock()
    await change(tx, now)
    await tx.run(touchDataset, { dataset_id, now })
    return { dataset: toDataset({ ...row, last_update_time: now }, await tagsOf(tx, [dataset_id])) }
  })
}

async function requireExperiment(tx: Executor, id: string): Promise<void> {
  const there = /^\d{1,15}$/.test(id) && (await tx.first(experimentById, { id: Number(id) }))
  if (!there) throw doesNotExist(`No Experiment with id=${id}`)
}
