import { appendToUri } from '@millrace/artifacts'
import { MlflowError, type RunInfo } from '@millrace/contract'
import type { Executor, Gathered } from '../db/executor.ts'
import { refusalOr } from '../db/gathering.ts'
import type { Deps } from '../deps.ts'
import { findActiveExperiment, noSuchExperiment } from '../experiments/get.ts'
import type { ExperimentRow } from '../experiments/rows.ts'
import { announce } from '../webhooks/announce.ts'
import { insertRun, type NewRun, type Pair, upsertTag } from './queries.ts'
import { toRunInfo } from './rows.ts'

/** A run that knows its experiment as the client named it. */
interface RunToInsert {
  readonly deps: Deps
  readonly row: Omit<NewRun, 'experiment_id' | 'artifact_uri'>
  readonly experiment_id: string
  readonly tags: readonly Pair[]
}

/** Inserts runs with their tags into experiments, which must be active, and tells webhooks. */
export const insertRuns: Gathered<RunToInsert, RunInfo> = async (tx, runs) => {
  const experiments = await activeExperiments(tx, runs)
  const rows: NewRun[] = []
  const tags: Pair[] = []
  const outcomes = runs.map((run) => {
    const experiment = experiments(run.experiment_id)
    if (experiment instanceof MlflowError) return experiment
    const row = intoExperiment(run, experiment)
    rows.push(row)
    tags.push(...run.tags)
    return infoOf(row)
  })
  await tx.insert(insertRun, rows)
  await tx.insert(upsertTag, tags)
  for (const [i, data] of outcomes.entries()) {
    const deps = runs[i]?.deps
    if (deps && !(data instanceof MlflowError))
      await announce(deps, tx, { entity: 'RUN', action: 'CREATED', data })
  }
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

function intoExperiment({ row }: RunToInsert, experiment: ExperimentRow): NewRun {
  return {
    ...row,
    experiment_id: experiment.experiment_id,
    artifact_uri: appendToUri(experiment.artifact_location ?? '', `${row.run_id}/artifacts`),
  }
}

function infoOf(row: NewRun): RunInfo {
  return toRunInfo({
    ...row,
    run_uuid: row.run_id,
    status: 'RUNNING',
    end_time: null,
    lifecycle_stage: 'active',
  })
}
