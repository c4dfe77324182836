import { invalidParameter, type MlflowError } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { findExperiment } from '../experiments/get.ts'
import { noSuchModel } from '../logged-models/get.ts'
import { noSuchRun } from '../runs/state.ts'
import * as queries from './queries.ts'

/** What is to be deleted for good. Without ids everything that is in the stage `deleted`, as `mlflow gc` does. */
export interface GcRequest {
  readonly now: number
  /** Milliseconds since it was deleted. */
  readonly olderThan?: number | undefined
  readonly run_ids?: readonly string[] | undefined
  readonly experiment_ids?: readonly string[] | undefined
  readonly logged_model_ids?: readonly string[] | undefined
}

export interface Garbage {
  readonly runs: readonly queries.Candidate[]
  readonly models: readonly queries.Candidate[]
  readonly experiments: readonly number[]
}

/** Finds it all before anything is deleted. @throws for what is asked for by id and may not be deleted. */
export async function findGarbage(db: Executor, request: GcRequest): Promise<Garbage> {
  const before = request.now - (request.olderThan ?? 0)
  const experiments = request.experiment_ids
    ? await checkedExperiments(db, request.experiment_ids, request)
    : (
        await db.all(queries.deletedExperiments, { before: request.olderThan ? before : request.now + 1 })
      ).map(({ id }) => id)
  const runs = request.run_ids
    ? await Promise.all(request.run_ids.map((id) => checkedRun(db, id, before)))
    : await db.all(queries.deletedRuns, { before })
  const models = request.logged_model_ids
    ? await Promise.all(request.logged_model_ids.map((id) => checkedModel(db, id, before)))
    : await db.all(queries.deletedModels, { before })
  const theirs: { runs: queries.Candidate[]; models: queries.Candidate[] } = { runs: [], models: [] }
  for (const id of experiments) {
    theirs.runs.push(...(await db.all(queries.runsOfExperiment, { id })))
    theirs.models.push(...(await db.all(queries.modelsOfExperiment, { id })))
  }
  return {
    experiments,
    models: eachOnce([...models, ...theirs.models]),
    runs: eachOnce([...runs, ...theirs.runs]),
  }
}

function eachOnce(candidates: readonly queries.Candidate[]): queries.Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()]
}

async function checkedRun(db: Executor, id: string, before: number): Promise<queries.Candidate> {
  const run = await db.first(queries.runById, { id })
  if (!run) throw noSuchRun(id)
  return checked(`Run ${id}`, run, before)
}

async function checkedModel(db: Executor, id: string, before: number): Promise<queries.Candidate> {
  const model = await db.first(queries.modelById, { id })
  if (!model) throw noSuchModel(id)
  return checked(`Logged model ${id}`, model, before)
}

function checked(what: string, candidate: queries.Candidate, before: number): queries.Candidate {
  if (candidate.lifecycle_stage !== 'deleted') throw notDeleted(what)
  if (candidate.deleted_at > before) throw tooYoung(what)
  return candidate
}

async function checkedExperiments(
  db: Executor,
  ids: readonly string[],
  { now, olderThan }: GcRequest,
): Promise<number[]> {
  const numbers: number[] = []
  for (const id of ids) {
    const row = await findExperiment(db, id)
    if (row.lifecycle_stage !== 'deleted') throw notDeleted(`Experiment ${id}`)
    if (olderThan && (row.last_update_time ?? now) >= now - olderThan) throw tooYoung(`Experiment ${id}`)
    numbers.push(row.experiment_id)
  }
  return numbers
}

function notDeleted(what: string): MlflowError {
  return invalidParameter(
    `${what} is not in \`deleted\` lifecycle stage. Only what is in the \`deleted\` lifecycle stage can be deleted for good.`,
  )
}

function tooYoung(what: string): MlflowError {
  return invalidParameter(`${what} is not older than the required age.`)
}
