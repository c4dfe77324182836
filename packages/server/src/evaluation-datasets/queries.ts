import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import { among } from '../search/compile.ts'

/** A row of MLflow's table. */
export interface DatasetRow {
  dataset_id: string
  name: string
  schema: string | null
  profile: string | null
  digest: string | null
  created_time: number | null
  last_update_time: number | null
  created_by: string | null
  last_updated_by: string | null
}

export interface TagRow {
  dataset_id: string
  key: string
  value: string | null
}

export const datasetById = statement<{ dataset_id: string }>()((db, p) =>
  db
    .selectFrom('evaluation_datasets')
    .selectAll()
    .where('dataset_id', '=', p('dataset_id'))
    .where('workspace', '=', 'default'),
)

/** Holds the row, so that the records of a dataset are changed one request after the other. */
export const lockDataset = statement<{ dataset_id: string }>()((db, p, { forUpdate }) =>
  db
    .selectFrom('evaluation_datasets')
    .selectAll()
    .where('dataset_id', '=', p('dataset_id'))
    .where('workspace', '=', 'default')
    .modifyEnd(forUpdate),
)

export const insertDataset = insertion<DatasetRow>()('evaluation_datasets', {
  columns: {
    dataset_id: 'dataset_id',
    name: 'name',
    digest: 'digest',
    created_time: 'created_time',
    last_update_time: 'last_update_time',
    created_by: 'created_by',
    last_updated_by: 'last_updated_by',
  },
  fixed: { workspace: 'default' },
})

type Summary = Pick<
  DatasetRow,
  'dataset_id' | 'schema' | 'profile' | 'digest' | 'last_update_time' | 'last_updated_by'
>

export const updateSummary = statement<Summary>()((db, p) =>
  db
    .updateTable('evaluation_datasets')
    .set({
      schema: p('schema'),
      profile: p('profile'),
      digest: p('digest'),
      last_update_time: p('last_update_time'),
      last_updated_by: p('last_updated_by'),
    })
    .where('dataset_id', '=', p('dataset_id')),
)

export const setProfile = statement<{ dataset_id: string; profile: string }>()((db, p) =>
  db
    .updateTable('evaluation_datasets')
    .set({ profile: p('profile') })
    .where('dataset_id', '=', p('dataset_id')),
)

export const touchDataset = statement<{ dataset_id: string; now: number }>()((db, p) =>
  db
    .updateTable('evaluation_datasets')
    .set({ last_update_time: p('now') })
    .where('dataset_id', '=', p('dataset_id')),
)

export const deleteDatasetRow = statement<{ dataset_id: string }>()((db, p) =>
  db.deleteFrom('evaluation_datasets').where('dataset_id', '=', p('dataset_id')),
)

export const upsertTag = insertion<TagRow>()('evaluation_dataset_tags', {
  columns: { dataset_id: 'dataset_id', key: 'key', value: 'value' },
  conflict: { on: ['dataset_id', 'key'], replace: ['value'] },
})

export const deleteTagRow = statement<{ dataset_id: string; key: string }>()((db, p) =>
  db
    .deleteFrom('evaluation_dataset_tags')
    .where('dataset_id', '=', p('dataset_id'))
    .where('key', '=', p('key')),
)

/** The tags of many datasets, in one statement. */
export function tagsOf(db: Executor, ids: readonly string[]) {
  return db.query<TagRow>(
    db.builder
      .selectFrom('evaluation_dataset_tags')
      .selectAll()
      .where(among(db.dialect, sql`dataset_id`, ids)),
  )
}

const SOURCE = 'evaluation_dataset'
const DESTINATION = 'experiment'

export const experimentsOf = statement<{ dataset_id: string }>()((db, p) =>
  db
    .selectFrom('entity_associations')
    .select('destination_id')
    .where('source_type', '=', SOURCE)
    .where('source_id', '=', p('dataset_id'))
    .where('destination_type', '=', DESTINATION)
    .orderBy('created_time')
    .orderBy('destination_id'),
)

export interface Association {
  association_id: string
  dataset_id: string
  experiment_id: string
  now: number
}

export const insertAssociation = insertion<Association>()('entity_associations', {
  columns: {
    association_id: 'association_id',
    source_id: 'dataset_id',
    destination_id: 'experiment_id',
    created_time: 'now',
  },
  fixed: { source_type: SOURCE, destination_type: DESTINATION },
  conflict: 'keep',
})

export const deleteAssociations = statement<{ dataset_id: string }>()((db, p) =>
  db
    .deleteFrom('entity_associations')
    .where('source_type', '=', SOURCE)
    .where('source_id', '=', p('dataset_id')),
)

export const deleteAssociation = statement<{ dataset_id: string; experiment_id: string }>()((db, p) =>
  db
    .deleteFrom('entity_associations')
    .where('source_type', '=', SOURCE)
    .where('source_id', '=', p('dataset_id'))
    .where('destination_type', '=', DESTINATION)
    .where('destination_id', '=', p('experiment_id')),
)
