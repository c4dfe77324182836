import { sql } from 'kysely'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'

/** The run's name is a tag too; the two go together. */
export const RUN_NAME_TAG = 'mlflow.runName'

export const runState = statement<{ run_id: string }>()((db, p) =>
  db.selectFrom('runs').select(['experiment_id', 'lifecycle_stage']).where('run_uuid', '=', p('run_id')),
)

/** `ids` is a JSON array. */
export const runStates = statement<{ ids: string }>()((db, p, dialect) =>
  db
    .selectFrom('runs')
    .select(['run_uuid', 'experiment_id', 'lifecycle_stage'])
    .where('run_uuid', 'in', sql<string>`(select value from ${dialect.texts(sql`${p('ids')}`)} i)`),
)

export const runInfo = statement<{ run_id: string }>()((db, p) =>
  db.selectFrom('runs').selectAll().where('run_uuid', '=', p('run_id')),
)

export interface NewRun {
  run_id: string
  name: string
  user_id: string
  start_time: number
  artifact_uri: string
  experiment_id: number
}

export const insertRun = insertion<NewRun>()('runs', {
  columns: {
    run_uuid: 'run_id',
    name: 'name',
    user_id: 'user_id',
    start_time: 'start_time',
    artifact_uri: 'artifact_uri',
    experiment_id: 'experiment_id',
  },
  fixed: {
    source_type: 'UNKNOWN',
    source_name: '',
    entry_point_name: '',
    source_version: '',
    status: 'RUNNING',
    lifecycle_stage: 'active',
  },
})

/** null leaves a column as it is. */
export const updateRunRow = statement<{
  run_id: string
  name: string | null
  status: string | null
  end_time: number | null
}>()((db, p) =>
  db
    .updateTable('runs')
    .set((eb) => ({
      name: eb.fn.coalesce(eb.val(p('name')), 'name'),
      status: eb.fn.coalesce(eb.val(p('status')), 'status'),
      end_time: eb.fn.coalesce(eb.val(p('end_time')), 'end_time'),
    }))
    .where('run_uuid', '=', p('run_id')),
)

export const renameRun = statement<{ run_id: string; name: string }>()((db, p) =>
  db
    .updateTable('runs')
    .set({ name: p('name') })
    .where('run_uuid', '=', p('run_id')),
)

export const setStageOfRun = statement<{ run_id: string; stage: string; deleted_time: number | null }>()(
  (db, p) =>
    db
      .updateTable('runs')
      .set({ lifecycle_stage: p('stage'), deleted_time: p('deleted_time') })
      .where('run_uuid', '=', p('run_id')),
)

export const setStageOfExperiment = statement<{
  experiment_id: number
  stage: string
  deleted_time: number | null
}>()((db, p) =>
  db
    .updateTable('runs')
    .set({ lifecycle_stage: p('stage'), deleted_time: p('deleted_time') })
    .where('experiment_id', '=', p('experiment_id')),
)

export interface Pair {
  run_id: string
  key: string
  value: string
}

const PAIR = { run_uuid: 'run_id', key: 'key', value: 'value' } as const

/** A param never changes: one that is there stays. */
export const insertParam = insertion<Pair>()('params', { columns: PAIR, conflict: 'keep' })

/** Of the keys given (a JSON array) those that the run has. */
export const paramsByKey = statement<{ run_id: string; keys: string }>()((db, p, dialect) =>
  db
    .selectFrom('params')
    .select(['key', 'value'])
    .where('run_uuid', '=', p('run_id'))
    .where('key', 'in', sql<string>`(select value from ${dialect.texts(sql`${p('keys')}`)} k)`),
)

export const upsertTag = insertion<Pair>()('tags', {
  columns: PAIR,
  conflict: { on: ['key', 'run_uuid'], replace: ['value'] },
})

/** For a tag that is about to be written anew. */
export const tagValue = statement<{ run_id: string; key: string }>()((db, p, { forUpdate }) =>
  db
    .selectFrom('tags')
    .select('value')
    .where('key', '=', p('key'))
    .where('run_uuid', '=', p('run_id'))
    .modifyEnd(forUpdate),
)

export const deleteTag = statement<{ run_id: string; key: string }>()((db, p) =>
  db.deleteFrom('tags').where('key', '=', p('key')).where('run_uuid', '=', p('run_id')),
)
