import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'

export const experimentById = statement<{ id: number }>()((db, p) =>
  db.selectFrom('experiments').selectAll().where('experiment_id', '=', p('id')),
)

export const experimentByName = statement<{ name: string }>()((db, p) =>
  db.selectFrom('experiments').selectAll().where('name', '=', p('name')).where('workspace', '=', 'default'),
)

export const experimentTags = statement<{ id: number }>()((db, p) =>
  db.selectFrom('experiment_tags').select(['key', 'value']).where('experiment_id', '=', p('id')),
)

export const insertExperiment = statement<{ name: string; location: string; now: number }>()((db, p) =>
  db
    .insertInto('experiments')
    .values({
      name: p('name'),
      artifact_location: p('location'),
      lifecycle_stage: 'active',
      creation_time: p('now'),
      last_update_time: p('now'),
      workspace: 'default',
    })
    .returning('experiment_id'),
)

export const setLocation = statement<{ id: number; location: string }>()((db, p) =>
  db
    .updateTable('experiments')
    .set({ artifact_location: p('location') })
    .where('experiment_id', '=', p('id')),
)

export const renameExperiment = statement<{ id: number; name: string; now: number }>()((db, p) =>
  db
    .updateTable('experiments')
    .set({ name: p('name'), last_update_time: p('now') })
    .where('experiment_id', '=', p('id')),
)

export const setStage = statement<{ id: number; stage: string; now: number }>()((db, p) =>
  db
    .updateTable('experiments')
    .set({ lifecycle_stage: p('stage'), last_update_time: p('now') })
    .where('experiment_id', '=', p('id')),
)

export const upsertTag = statement<{ id: number; key: string; value: string }>()((db, p) =>
  db
    .insertInto('experiment_tags')
    .values({ experiment_id: p('id'), key: p('key'), value: p('value') })
    .onConflict((conflict) => conflict.columns(['key', 'experiment_id']).doUpdateSet({ value: p('value') })),
)

export const deleteTag = statement<{ id: number; key: string }>()((db, p) =>
  db.deleteFrom('experiment_tags').where('experiment_id', '=', p('id')).where('key', '=', p('key')),
)

/** The tags of many experiments, in one statement. */
export function tagsOfMany(db: Executor, ids: readonly number[]) {
  return db.query(
    db.builder
      .selectFrom('experiment_tags')
      .select(['experiment_id', 'key', 'value'])
      .where('experiment_id', 'in', ids),
  )
}
