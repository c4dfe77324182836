import { doesNotExist, invalidParameter, type MlflowError } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { runState, runStates } from './queries.ts'

export function noSuchRun(run_id: string): MlflowError {
  return doesNotExist(`Run with id=${run_id} not found`)
}

/** Refuses writes to a run that is deleted or not there. @returns its experiment's number. */
export async function requireActiveRun(tx: Executor, run_id: string): Promise<number> {
  const run = await tx.first(runState, { run_id })
  if (!run) throw noSuchRun(run_id)
  assertActive(run_id, run.lifecycle_stage)
  return run.experiment_id ?? 0
}

/** For each run its experiment's number, or why it takes no writes. */
export async function experimentsOfActiveRuns(
  tx: Executor,
  run_ids: readonly string[],
): Promise<(number | MlflowError)[]> {
  const rows = await tx.all(runStates, { ids: JSON.stringify([...new Set(run_ids)]) })
  const states = new Map(rows.map((row) => [row.run_uuid, row]))
  return run_ids.map((run_id) => {
    const run = states.get(run_id)
    if (!run) return noSuchRun(run_id)
    return run.lifecycle_stage === 'active'
      ? (run.experiment_id ?? 0)
      : notActive(run_id, run.lifecycle_stage)
  })
}

export function assertActive(run_id: string, stage: string | null): void {
  if (stage !== 'active') throw notActive(run_id, stage)
}

function notActive(run_id: string, stage: string | null): MlflowError {
  return invalidParameter(`The run ${run_id} must be in the 'active' state. Current state is ${stage}.`)
}
