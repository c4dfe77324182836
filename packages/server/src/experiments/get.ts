import {
  doesNotExist,
  type GetExperiment,
  type GetExperimentByName,
  type GetExperimentResponse,
  invalidParameter,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { experimentNumber } from '../validate.ts'
import { experimentById, experimentByName, experimentTags } from './queries.ts'
import { type ExperimentRow, toExperiment } from './rows.ts'

export async function getExperiment({ db }: Deps, input: GetExperiment): Promise<GetExperimentResponse> {
  const row = await findExperiment(db, input.experiment_id ?? '')
  return withTags(db, row)
}

export async function getExperimentByName(
  { db }: Deps,
  input: GetExperimentByName,
): Promise<GetExperimentResponse> {
  const name = input.experiment_name ?? ''
  const row = await db.first(experimentByName, { name })
  if (!row) throw doesNotExist(`Could not find experiment with name '${name}'`)
  return withTags(db, row)
}

async function withTags(db: Executor, row: ExperimentRow): Promise<GetExperimentResponse> {
  return { experiment: toExperiment(row, await db.all(experimentTags, { id: row.experiment_id })) }
}

/** The experiment with this id, in any stage. */
export async function findExperiment(db: Executor, id: string): Promise<ExperimentRow> {
  const row = await db.first(experimentById, { id: experimentNumber(id) })
  if (!row) throw noSuchExperiment(id)
  return row
}

/** The experiment with this id, which must not be deleted. */
export async function findActiveExperiment(db: Executor, id: string): Promise<ExperimentRow> {
  const row = await findExperiment(db, id)
  if (row.lifecycle_stage !== 'active') {
    throw invalidParameter(
      `The experiment ${id} must be in the 'active' state. Current state is ${row.lifecycle_stage}.`,
    )
  }
  return row
}

export function noSuchExperiment(id: string) {
  return doesNotExist(`No Experiment with id=${id} exists`)
}
