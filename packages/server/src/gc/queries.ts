import { sql } from 'kysely'
import type { Tables } from '../db/generated/tables.ts'
import { type Statement, statement } from '../db/statement.ts'

/** A thing with artifacts, in whatever stage. */
export interface Candidate {
  readonly id: string
  readonly artifact_uri: string | null
  readonly lifecycle_stage: string | null
  /** When it was deleted, as far as that is known; 0 otherwise. */
  readonly deleted_at: number
}

export const deletedRuns = statement<{ before: number }>()((db, p) => ({
  compile: () =>
    sql<Candidate>`select run_uuid as id, artifact_uri, lifecycle_stage, coalesce(deleted_time, 0) as deleted_at
      from runs where lifecycle_stage = 'deleted' and coalesce(deleted_time, 0) <= ${p('before')}`.compile(
      db,
    ),
}))

export const runById = statement<{ id: string }>()((db, p) => ({
  compile: () =>
    sql<Candidate>`select run_uuid as id, artifact_uri, lifecycle_stage, coalesce(deleted_time, 0) as deleted_at
      from runs where run_uuid = ${p('id')}`.compile(db),
}))

export const runsOfExperiment = statement<{ id: number }>()((db, p) => ({
  compile: () =>
    sql<Candidate>`select run_uuid as id, artifact_uri, lifecycle_stage, 0 as deleted_at
      from runs where experiment_id = ${p('id')}`.compile(db),
}))

export const deletedModels = statement<{ before: number }>()((db, p) => ({
  compile: () =>
    sql<Candidate>`select model_id as id, artifact_location as artifact_uri, lifecycle_stage,
      last_updated_timestamp_ms as deleted_at
      from logged_models where lifecycle_stage = 'deleted' and last_updated_timestamp_ms <= ${p('before')}`.compile(
      db,
    ),
}))

export const modelById = statement<{ id: string }>()((db, p) => ({
  compile: () =>
    sql<Candidate>`select model_id as id, artifact_location as artifact_uri, lifecycle_stage,
      last_updated_timestamp_ms as deleted_at from logged_models where model_id = ${p('id')}`.compile(db),
}))

export const deletedExperiments = statement<{ before: number }>()((db, p) => ({
  compile: () =>
    sql<{ id: number }>`select experiment_id as id from experiments
      where lifecycle_stage = 'deleted' and coalesce(last_update_time, 0) < ${p('before')}`.compile(db),
}))

export const modelsOfExperiment = statement<{ id: number }>()((db, p) => ({
  compile: () =>
    sql<Candidate>`select model_id as id, artifact_location as artifact_uri, lifecycle_stage, 0 as deleted_at
      from logged_models where experiment_id = ${p('id')}`.compile(db),
}))

/** Whether it may still go: collecting takes hours, and somebody may have restored it meanwhile. */
export type StillDeleted = Statement<{ id: string | number }, { id: string | number }>

/** With the experiment go its runs and models, whatever their own stage. */
function stillDeleted(table: 'runs' | 'logged_models', key: 'run_uuid' | 'model_id'): StillDeleted {
  return statement<{ id: string | number }>()((db, p) => ({
    compile: () =>
      sql<{ id: string }>`select t.${sql.ref(key)} as id from ${sql.table(table)} t
        join experiments e on e.experiment_id = t.experiment_id
        where t.${sql.ref(key)} = ${p('id')} and (t.lifecycle_stage = 'deleted' or e.lifecycle_stage = 'deleted')`.compile(
        db,
      ),
  }))
}

export const runStillDeleted = stillDeleted('runs', 'run_uuid')
export const modelStillDeleted = stillDeleted('logged_models', 'model_id')
export const experimentStillDeleted: StillDeleted = statement<{ id: string | number }>()((db, p) => ({
  compile: () =>
    sql<{ id: number }>`select experiment_id as id from experiments
      where experiment_id = ${p('id')} and lifecycle_stage = 'deleted'`.compile(db),
}))

type Purge = Statement<{ id: string | number }, unknown>

/** Deletes the rows of a table in which a column has the id. */
function rowsOf<T extends keyof Tables>(table: T, column: keyof Tables[T] & string): Purge {
  return statement<{ id: string | number }>()((db, p) => ({
    compile: () => sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${p('id')}`.compile(db),
  }))
}

/** Inputs have no foreign keys: what a run took in or gave out goes with it, the tags of those first. */
function inputsOf(end: 'source' | 'destination', type: string): Purge[] {
  const these = (id: unknown) =>
    sql`${sql.ref(`${end}_type`)} = ${sql.lit(type)} and ${sql.ref(`${end}_id`)} = ${id}`
  return [
    statement<{ id: string | number }>()((db, p) => ({
      compile: () =>
        sql`delete from input_tags where input_uuid in (select input_uuid from inputs where ${these(p('id'))})`.compile(
          db,
        ),
    })),
    statement<{ id: string | number }>()((db, p) => ({
      compile: () => sql`delete from inputs where ${these(p('id'))}`.compile(db),
    })),
  ]
}

/** In an order that foreign keys allow; rows of other tables go or let go by the keys themselves. */
export const PURGE_RUN: readonly Purge[] = [
  ...inputsOf('destination', 'RUN'),
  ...inputsOf('source', 'RUN_INPUT'),
  ...inputsOf('source', 'RUN_OUTPUT'),
  rowsOf('latest_metrics', 'run_uuid'),
  rowsOf('metrics', 'run_uuid'),
  rowsOf('params', 'run_uuid'),
  rowsOf('tags', 'run_uuid'),
  rowsOf('runs', 'run_uuid'),
]

export const PURGE_MODEL: readonly Purge[] = [rowsOf('logged_models', 'model_id')]

export const PURGE_EXPERIMENT: readonly Purge[] = [
  rowsOf('logged_models', 'experiment_id'),
  rowsOf('online_scoring_configs', 'experiment_id'),
  rowsOf('sql_assessment_daily_rollups', 'experiment_id'),
  rowsOf('sql_span_cost_daily_rollups', 'experiment_id'),
  rowsOf('sql_trace_metric_daily_rollups', 'experiment_id'),
  rowsOf('sql_trace_rollup_rebuild_queue', 'experiment_id'),
  rowsOf('spans', 'experiment_id'),
  rowsOf('experiment_tags', 'experiment_id'),
  rowsOf('experiments', 'experiment_id'),
]
