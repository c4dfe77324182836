import {
  type DeleteExperiment,
  MlflowError,
  type RestoreExperiment,
  type UpdateExperiment,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { setStageOfExperiment } from '../runs/queries.ts'
import { announce } from '../webhooks/announce.ts'
import { assertName } from './create.ts'
import { findExperiment, noSuchExperiment } from './get.ts'
import { experimentByName, renameExperiment, setStage } from './queries.ts'
import { experimentData } from './rows.ts'

export async function updateExperiment(deps: Deps, input: UpdateExperiment): Promise<object> {
  const name = input.new_name ?? ''
  assertName(name)
  await deps.writer.write(async (tx) => {
    const row = await findExperiment(tx, input.experiment_id ?? '')
    if (row.lifecycle_stage !== 'active') {
      throw new MlflowError('INVALID_STATE', 'Cannot rename a non-active experiment.')
    }
    const namesake = await tx.first(experimentByName, { name })
    if (namesake && namesake.experiment_id !== row.experiment_id) {
      throw new MlflowError('BAD_REQUEST', `Experiment(name=${name}) already exists.`)
    }
    await tx.run(renameExperiment, { id: row.experiment_id, name, now: deps.clock() })
    const data = experimentData({ ...row, name })
    await announce(deps, tx, { entity: 'EXPERIMENT', action: 'UPDATED', data })
  })
  deps.changes.touch(input.experiment_id ?? '')
  return {}
}

export async function deleteExperiment(deps: Deps, input: DeleteExperiment): Promise<object> {
  return moveBetweenStages(deps, input.experiment_id ?? '', 'active', 'deleted')
}

export async function restoreExperiment(deps: Deps, input: RestoreExperiment): Promise<object> {
  return moveBetweenStages(deps, input.experiment_id ?? '', 'deleted', 'active')
}

type Stage = 'active' | 'deleted'

/** An experiment takes its runs along, as in MLflow. */
async function moveBetweenStages(deps: Deps, experiment_id: string, from: Stage, to: Stage): Promise<object> {
  const now = deps.clock()
  await deps.writer.write(async (tx: Executor) => {
    const experiment = await findExperiment(tx, experiment_id)
    const id = experiment.experiment_id
    if (experiment.lifecycle_stage !== from) throw noSuchExperiment(experiment_id)
    await tx.run(setStage, { id, stage: to, now })
    await tx.run(setStageOfExperiment, {
      experiment_id: id,
      stage: to,
      deleted_time: to === 'deleted' ? now : null,
    })
    const action = to === 'deleted' ? 'DELETED' : 'RESTORED'
    const data = experimentData({ ...experiment, lifecycle_stage: to })
    await announce(deps, tx, { entity: 'EXPERIMENT', action, data })
  })
  deps.changes.touch(experiment_id)
  return {}
}
