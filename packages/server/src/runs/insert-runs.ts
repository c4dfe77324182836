import { appendToUri } from '@millrace/artifacts'
import { MlflowError } from '@millrace/contract'
import type { Executor, Gathered } from '../db/executor.ts'
import { findActiveExperiment, noSuchExperiment } from '../experiments/get.ts'
import type { ExperimentRow } from '../experiments/rows.ts'
import { insertRun, type NewRun, type Pair, upsertTag } from './queries.ts'

/** A run that knows its experiment as the client named it. */
interface RunToInsert extends Omit<NewRun, 'experiment_id' | 'artifact_uri'> {
  readonly experiment_id: string
  readonly tags: readonly Pair[]
}

/** Inserts runs with their tags into experiments, which must be active. */
export const insertRuns: Gathered<RunToInsert, NewRun> = async (tx, runs) => {
  const experiments = await activeExperiments(tx, runs)
  const rows: NewRun[] = []
  const tags: Pair[] = []
  const outcomes = runs.map((run) => {
    const experiment = experiments(run.experiment_id)
    if (experiment instanceof MlflowError) return experiment
    const row = intoExperiment(run, experiment)
    rows.push(row)
    tags.push(...run.tags)
    return row
  })
  await tx.insert(insertRun, rows)
  await tx.insert(upsertTag, tags)
  return outcomes
}

/** By the ids that were given; clients create runs in few experiments at a time. */
async function activeExperiments(tx: Executor, runs: readonly RunToInsert[]) {
  const found = new Map<string, ExperimentRow | MlflowError>()
  for (const id of new Set(runs.map((run) => run.experiment_id))) {
    found.set(id, await refusalOr(findActiveExperiment(tx, id)))
  }
  return (id: string) => found.get(id) ?? noSuchExperiment(id)
}

async function refusalOr<T>(promise: Promise<T>): Promise<T | MlflowError> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof MlflowError) return error
    throw error
  }
}

function intoExperiment({ tags: _, ...run }: RunToInsert, experiment: ExperimentRow): NewRun {
  return {
    ...run,
    experiment_id: experiment.experiment_id,
    artifact_uri: appendToUri(experiment.artifact_location ?? '', `${run.run_id}/artifacts`),
  }
}
