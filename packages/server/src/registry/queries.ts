import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import { DELETED_STAGE } from './names.ts'

interface ByName {
  name: string
}

interface ByVersion extends ByName {
  version: number
}

export const modelByName = statement<ByName>()((db, p) =>
  db
    .selectFrom('registered_models')
    .selectAll()
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

/** For a change of the model or its versions: nobody else makes one before this is through. */
export const modelForUpdate = statement<ByName>()((db, p, { forUpdate }) =>
  db
    .selectFrom('registered_models')
    .selectAll()
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .modifyEnd(forUpdate),
)

export const insertModel = insertion<{ name: string; description: string; now: number }>()(
  'registered_models',
  {
    columns: { name: 'name', creation_time: 'now', last_updated_time: 'now', description: 'description' },
    fixed: { workspace: 'default' },
  },
)

/** Its versions, tags and aliases follow by the database's own rules. */
export const renameModelRow = statement<ByName & { new_name: string; now: number }>()((db, p) =>
  db
    .updateTable('registered_models')
    .set({ name: p('new_name'), last_updated_time: p('now') })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

export const touchVersions = statement<ByName & { now: number }>()((db, p) =>
  db
    .updateTable('model_versions')
    .set({ last_updated_time: p('now') })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

export const describeModel = statement<ByName & { description: string | null; now: number }>()((db, p) =>
  db
    .updateTable('registered_models')
    .set({ description: p('description'), last_updated_time: p('now') })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

export const touchModel = statement<ByName & { now: number }>()((db, p) =>
  db
    .updateTable('registered_models')
    .set({ last_updated_time: p('now') })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

/** In the order in which what refers to others goes first. */
export const DELETIONS_OF_MODEL = (
  [
    'registered_model_aliases',
    'model_version_tags',
    'model_versions',
    'registered_model_tags',
    'registered_models',
  ] as const
).map((table) =>
  statement<ByName>()((db, p) =>
    db.deleteFrom(table).where('workspace', '=', 'default').where('name', '=', p('name')),
  ),
)

/** Of all versions ever made, the deleted ones too. */
export const largestVersion = statement<ByName>()((db, p) =>
  db
    .selectFrom('model_versions')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

export interface NewVersion extends ByVersion {
  now: number
  description: string
  source: string
  storage_location: string
  run_id: string
  run_link: string
}

export const insertVersion = insertion<NewVersion>()('model_versions', {
  columns: {
    name: 'name',
    version: 'version',
    creation_time: 'now',
    last_updated_time: 'now',
    description: 'description',
    source: 'source',
    storage_location: 'storage_location',
    run_id: 'run_id',
    run_link: 'run_link',
  },
  fixed: { current_stage: 'None', status: 'READY', workspace: 'default' },
})

export const versionsOfModel = statement<{ name: string }>()((db, p) =>
  db
    .selectFrom('model_versions')
    .select(['version', 'current_stage', 'source'])
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('current_stage', '!=', DELETED_STAGE)
    .orderBy('version'),
)

export const versionByNumber = statement<ByVersion>()((db, p) =>
  db
    .selectFrom('model_versions')
    .selectAll()
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('version', '=', p('version'))
    .where('current_stage', '!=', DELETED_STAGE),
)

export const newestVersion = statement<ByName>()((db, p) =>
  db
    .selectFrom('model_versions')
    .selectAll()
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('current_stage', '!=', DELETED_STAGE)
    .orderBy('version', 'desc')
    .limit(1),
)

export const newestVersionOfStage = statement<ByName & { stage: string }>()((db, p) =>
  db
    .selectFrom('model_versions')
    .selectAll()
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('current_stage', '=', p('stage'))
    .orderBy('version', 'desc')
    .limit(1),
)

export const describeVersion = statement<ByVersion & { description: string | null; now: number }>()((db, p) =>
  db
    .updateTable('model_versions')
    .set({ description: p('description'), last_updated_time: p('now') })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)

export const setVersionStage = statement<ByVersion & { stage: string; now: number }>()((db, p) =>
  db
    .updateTable('model_versions')
    .set({ current_stage: p('stage'), last_updated_time: p('now') })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)

/** The versions of a stage but one. */
export const otherVersionsOfStage = statement<ByVersion & { stage: string }>()((db, p) =>
  db
    .selectFrom('model_versions')
    .select('version')
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('current_stage', '=', p('stage'))
    .where('version', '!=', p('version')),
)

/** What MLflow leaves of a deleted version: its row, without what it told. */
export const blankVersion = statement<ByVersion & { now: number }>()((db, p) =>
  db
    .updateTable('model_versions')
    .set({
      current_stage: DELETED_STAGE,
      last_updated_time: p('now'),
      description: null,
      user_id: null,
      source: 'REDACTED-SOURCE-PATH',
      run_id: 'REDACTED-RUN-ID',
      run_link: 'REDACTED-RUN-LINK',
      status_message: null,
    })
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)

interface ModelTag extends ByName {
  key: string
  value: string
}

export const upsertModelTag = insertion<ModelTag>()('registered_model_tags', {
  columns: { name: 'name', key: 'key', value: 'value' },
  fixed: { workspace: 'default' },
  conflict: { on: ['workspace', 'key', 'name'], replace: ['value'] },
})

export const modelTag = statement<ByName & { key: string }>()((db, p) =>
  db
    .selectFrom('registered_model_tags')
    .select(['key', 'value'])
    .where('workspace', '=', 'default')
    .where('key', '=', p('key'))
    .where('name', '=', p('name')),
)

export const deleteModelTag = statement<ByName & { key: string }>()((db, p) =>
  db
    .deleteFrom('registered_model_tags')
    .where('workspace', '=', 'default')
    .where('key', '=', p('key'))
    .where('name', '=', p('name')),
)

export const upsertVersionTag = insertion<ModelTag & ByVersion>()('model_version_tags', {
  columns: { name: 'name', version: 'version', key: 'key', value: 'value' },
  fixed: { workspace: 'default' },
  conflict: { on: ['workspace', 'key', 'name', 'version'], replace: ['value'] },
})

export const versionTag = statement<ByVersion & { key: string }>()((db, p) =>
  db
    .selectFrom('model_version_tags')
    .select(['key', 'value'])
    .where('workspace', '=', 'default')
    .where('key', '=', p('key'))
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)

export const deleteVersionTag = statement<ByVersion & { key: string }>()((db, p) =>
  db
    .deleteFrom('model_version_tags')
    .where('workspace', '=', 'default')
    .where('key', '=', p('key'))
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)

export const upsertAlias = insertion<ByVersion & { alias: string }>()('registered_model_aliases', {
  columns: { name: 'name', alias: 'alias', version: 'version' },
  fixed: { workspace: 'default' },
  conflict: { on: ['workspace', 'name', 'alias'], replace: ['version'] },
})

export const aliasByName = statement<ByName & { alias: string }>()((db, p) =>
  db
    .selectFrom('registered_model_aliases')
    .select(['alias', 'version'])
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('alias', '=', p('alias')),
)

export const aliasesOfModel = statement<ByName>()((db, p) =>
  db
    .selectFrom('registered_model_aliases')
    .select(['alias', 'version'])
    .where('workspace', '=', 'default')
    .where('name', '=', p('name')),
)

export const aliasesOfVersion = statement<ByVersion>()((db, p) =>
  db
    .selectFrom('registered_model_aliases')
    .select('alias')
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)

export const deleteAlias = statement<ByName & { alias: string }>()((db, p) =>
  db
    .deleteFrom('registered_model_aliases')
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('alias', '=', p('alias')),
)

export const deleteAliasesOfVersion = statement<ByVersion>()((db, p) =>
  db
    .deleteFrom('registered_model_aliases')
    .where('workspace', '=', 'default')
    .where('name', '=', p('name'))
    .where('version', '=', p('version')),
)
