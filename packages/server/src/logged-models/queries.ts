import { statement } from '../db/statement.ts'
import type { ModelRow } from './rows.ts'

export const modelById = statement<{ model_id: string }>()((db, p) =>
  db.selectFrom('logged_models').selectAll().where('model_id', '=', p('model_id')),
)

export const insertModel = statement<ModelRow>()((db, p) =>
  db.insertInto('logged_models').values({
    model_id: p('model_id'),
    experiment_id: p('experiment_id'),
    name: p('name'),
    artifact_location: p('artifact_location'),
    creation_timestamp_ms: p('creation_timestamp_ms'),
    last_updated_timestamp_ms: p('last_updated_timestamp_ms'),
    status: p('status'),
    lifecycle_stage: 'active',
    model_type: p('model_type'),
    source_run_id: p('source_run_id'),
    status_message: null,
  }),
)

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

export const insertModelParam = statement<ModelPair>()((db, p) =>
  db.insertInto('logged_model_params').values({
    model_id: p('model_id'),
    experiment_id: p('experiment_id'),
    param_key: p('key'),
    param_value: p('value'),
  }),
)

export const modelParam = statement<{ model_id: string; key: string }>()((db, p) =>
  db
    .selectFrom('logged_model_params')
    .select('param_value as value')
    .where('model_id', '=', p('model_id'))
    .where('param_key', '=', p('key')),
)

export const upsertModelTag = statement<ModelPair>()((db, p) =>
  db
    .insertInto('logged_model_tags')
    .values({
      model_id: p('model_id'),
      experiment_id: p('experiment_id'),
      tag_key: p('key'),
      tag_value: p('value'),
    })
    .onConflict((conflict) =>
      conflict.columns(['model_id', 'tag_key']).doUpdateSet({ tag_value: p('value') }),
    ),
)

export const deleteModelTag = statement<{ model_id: string; key: string }>()((db, p) =>
  db.deleteFrom('logged_model_tags').where('model_id', '=', p('model_id')).where('tag_key', '=', p('key')),
)
