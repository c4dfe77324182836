import { statement } from '../db/statement.ts'

export const runState = statement<{ run_id: string }>()((db, p) =>
  db.selectFrom('runs').select(['experiment_id', 'lifecycle_stage']).where('run_uuid', '=', p('run_id')),
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

export const insertRun = statement<NewRun>()((db, p) =>
  db.insertInto('runs').values({
    run_uuid: p('run_id'),
    name: p('name'),
    source_type: 'UNKNOWN',
    source_name: '',
    entry_point_name: '',
    source_version: '',
    user_id: p('user_id'),
    status: 'RUNNING',
    start_time: p('start_time'),
    end_time: null,
    deleted_time: null,
    lifecycle_stage: 'active',
    artifact_uri: p('artifact_uri'),
    experiment_id: p('experiment_id'),
  }),
)

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

export const insertParam = statement<{ run_id: string; key: string; value: string }>()((db, p) =>
  db
    .insertInto('params')
    .values({ run_uuid: p('run_id'), key: p('key'), value: p('value') })
    .onConflict((conflict) => conflict.columns(['key', 'run_uuid']).doNothing()),
)

export const paramValue = statement<{ run_id: string; key: string }>()((db, p) =>
  db.selectFrom('params').select('value').where('key', '=', p('key')).where('run_uuid', '=', p('run_id')),
)

export const upsertTag = statement<{ run_id: string; key: string; value: string }>()((db, p) =>
  db
    .insertInto('tags')
    .values({ run_uuid: p('run_id'), key: p('key'), value: p('value') })
    .onConflict((conflict) => conflict.columns(['key', 'run_uuid']).doUpdateSet({ value: p('value') })),
)

export const tagValue = statement<{ run_id: string; key: string }>()((db, p) =>
  db.selectFrom('tags').select('value').where('key', '=', p('key')).where('run_uuid', '=', p('run_id')),
)

export const deleteTag = statement<{ run_id: string; key: string }>()((db, p) =>
  db.deleteFrom('tags').where('key', '=', p('key')).where('run_uuid', '=', p('run_id')),
)
