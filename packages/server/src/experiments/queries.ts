import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import { among } from '../search/compile.ts'

export const experimentById = statement<{ id: number }>()((db, p) =>
  db.selectFrom('experiments').selectAll().where('experiment_id', '=', p('id')),
)

export const experimentByName = statement<{ name: string }>()((db, p) =>
  db.selectFrom('experiments').selectAll().where('name', '=', p('name')).where('workspace', '=', 'default'),
)

export const experimentTags = statement<{ id: number }>()((db, p) =>
  db.selectFrom('experiment_tags').select(['key', 'value']).where('experiment_id', '=', p('id')),
)

export const insertExperiment = insertion<{ name: string; location: string; now: number }>()('experiments', {
  columns: { name: 'name', artifact_location: 'location', creation_time: 'now', last_update_time: 'now' },
  fixed: { lifecycle_stage: 'active', workspace: 'default' },
  counted: 'experiment_id',
})

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

export const upsertTag = insertion<{ id: number; key: string; value: string }>()('experiment_tags', {
  columns: { experiment_id: 'id', key: 'key', value: 'value' },
  conflict: { on: ['key', 'experiment_id'], replace: ['value'] },
})

export const deleteTag = statement<{ id: number; key: string }>()((db, p) =>
  db.deleteFrom('experiment_tags').where('experiment_id', '=', p('id')).where('key', '=', p('key')),
)

/** The tags of many experiments, in one statement. */
export function tagsOfMany(db: Executor, ids: readonly number[]) {
  return db.query(
    db.builder
      .selectFrom('experiment_tags')
      .select(['experiment_id', 'key', 'value'])
      .where(among(db.dialect, sql`experiment_id`, ids)),
  )
}
