import { doesNotExist, invalidParameter, type MlflowError } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { runState } from './queries.ts'

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

export function assertActive(run_id: string, stage: string | null): void {
  if (stage === 'active') return
  throw invalidParameter(`The run ${run_id} must be in the 'active' state. Current state is ${stage}.`)
}
