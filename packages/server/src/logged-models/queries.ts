import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import type { ModelRow } from './rows.ts'

export const modelById = statement<{ model_id: string }>()((db, p) =>
  db.selectFrom('logged_models').selectAll().where('model_id', '=', p('model_id')),
)

export const insertModel = insertion<ModelRow>()('logged_models', {
  columns: {
    model_id: 'model_id',
    experiment_id: 'experiment_id',
    name: 'name',
    artifact_location: 'artifact_location',
    creation_timestamp_ms: 'creation_timestamp_ms',
    last_updated_timestamp_ms: 'last_updated_timestamp_ms',
    status: 'status',
    model_type: 'model_type',
    source_run_id: 'source_run_id',
  },
  fixed: { lifecycle_stage: 'active' },
})

export const setModelStatus = statement<{ model_id: string; status: number; now: number }>()((db, p) =>
  db
    .updateTable('logged_models')
    .set({ status: p('status'), last_updated_timestamp_ms: p('now') })
    .where('model_id', '=', p('model_id')),
)

export const markModelDeleted = statement<{ model_id: string; now: number }>()((db, p) =>
  db
    .updateTable('logged_models')
    .set({ lifecycle_stage: 'deleted', last_updated_timestamp_ms: p('now') })
    .where('model_id', '=', p('model_id')),
)

interface ModelPair {
  model_id: string
  experiment_id: number
  key: string
  value: string
}

export const insertModelParam = insertion<ModelPair>()('logged_model_params', {
  columns: { model_id: 'model_id', experiment_id: 'experiment_id', param_key: 'key', param_value: 'value' },
})

export const modelParam = statement<{ model_id: string; key: string }>()((db, p) =>
  db
    .selectFrom('logged_model_params')
    .select('param_value as value')
    .where('model_id', '=', p('model_id'))
    .where('param_key', '=', p('key')),
)

export const upsertModelTag = insertion<ModelPair>()('logged_model_tags', {
  columns: { model_id: 'model_id', experiment_id: 'experiment_id', tag_key: 'key', tag_value: 'value' },
  conflict: { on: ['model_id', 'tag_key'], replace: ['tag_value'] },
})

export const deleteModelTag = statement<{ model_id: string; key: string }>()((db, p) =>
  db.deleteFrom('logged_model_tags').where('model_id', '=', p('model_id')).where('tag_key', '=', p('key')),
)

/** For a tag that is about to be written anew. */
export const modelTagForUpdate = statement<{ model_id: string; key: string }>()((db, p, { forUpdate }) =>
  db
    .selectFrom('logged_model_tags')
    .select('tag_value as value')
    .where('model_id', '=', p('model_id'))
    .where('tag_key', '=', p('key'))
    .modifyEnd(forUpdate),
)
