import { appendToUri } from '@millrace/artifacts'
import { SQLITE_SCHEMA } from './generated/sqlite-schema.ts'
import { SCHEMA_REVISION } from './generated/tables.ts'
import { assertRevision, nothingIn, UnusableDatabase } from './revision.ts'
import { CACHE_SIZE, makeDurable, type SqliteHandle } from './sqlite.ts'
import { SQLITE_WEBHOOK_TABLES } from './webhook-tables.ts'

/** Own indexes: any may be dropped at any time; each paid for itself in a trial on 100,000 runs (see bench/). */
const OWN_INDEXES = [
  'CREATE INDEX IF NOT EXISTS millrace_runs_page ON runs (experiment_id, lifecycle_stage, start_time DESC, run_uuid)',
  'CREATE INDEX IF NOT EXISTS millrace_params_run ON params (run_uuid, "key", value)',
  'CREATE INDEX IF NOT EXISTS millrace_tags_run ON tags (run_uuid, "key", value)',
  `CREATE INDEX IF NOT EXISTS millrace_tags_parent ON tags (value, run_uuid) WHERE "key" = 'mlflow.parentRunId'`,
  'CREATE INDEX IF NOT EXISTS millrace_latest_metrics_value ON latest_metrics ("key", is_nan, value, run_uuid)',
  'CREATE INDEX IF NOT EXISTS millrace_models_updated ON registered_models (last_updated_time DESC, name)',
  'CREATE INDEX IF NOT EXISTS millrace_versions_stage ON model_versions (workspace, name, current_stage, version)',
  'CREATE INDEX IF NOT EXISTS millrace_versions_updated ON model_versions (last_updated_time DESC, name, version DESC)',
  'CREATE INDEX IF NOT EXISTS millrace_versions_run ON model_versions (run_id)',
  'CREATE INDEX IF NOT EXISTS millrace_logged_models_run ON logged_models (source_run_id)',
  'CREATE INDEX IF NOT EXISTS millrace_datasets_name ON datasets (name, digest)',
]

/** Own tables: see own-tables.ts. */
const OWN_TABLES = [
  `CREATE TABLE IF NOT EXISTS millrace_registry_history (
     id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL, who VARCHAR(256), name VARCHAR(256) NOT NULL,
     version INTEGER, what VARCHAR(20) NOT NULL, subject VARCHAR(256), was TEXT, became TEXT)`,
  'CREATE INDEX IF NOT EXISTS millrace_registry_history_name ON millrace_registry_history (name, id)',
]

/** Makes MLflow's schema in an empty database, or checks that an existing one has it before anything is written to it. */
export function prepareDatabase(
  handle: SqliteHandle,
  options: { file: string; artifactRoot: string; now: number },
): void {
  isEmpty(handle, options.file)
  makeDurable(handle)
  // Another server that starts at the same time may have been first.
  handle.transaction(() => isEmpty(handle, options.file) && createSchema(handle, options)).immediate()
  const definitions = [...OWN_TABLES, ...OWN_INDEXES, ...SQLITE_WEBHOOK_TABLES]
  for (const definition of definitions) handle.exec(definition)
}

/** Refuses a database in which nothing can be read; changes nothing. */
export function assertReadable(handle: SqliteHandle, file: string): void {
  if (isEmpty(handle, file)) throw nothingIn(file)
}

function isEmpty(handle: SqliteHandle, file: string): boolean {
  const tables = readTables(handle, file)
  if (tables.length === 0) return true
  assertRevision(file, tables, readRevision(handle, tables), `sqlite:///${file}`)
  return false
}

/** Own indexes are made at the end; one that is there, in a database that somebody uses, stays. */
export function startBulk(handle: SqliteHandle): void {
  handle.pragma('synchronous = NORMAL')
  handle.pragma('cache_size = -200000')
  if (handle.prepare('SELECT 1 FROM runs LIMIT 1').get() !== undefined) return
  for (const index of OWN_INDEXES) handle.exec(`DROP INDEX IF EXISTS ${/millrace_\w+/.exec(index)?.[0]}`)
}

export function endBulk(handle: SqliteHandle): void {
  for (const index of OWN_INDEXES) handle.exec(index)
  handle.pragma('synchronous = FULL')
  handle.pragma('wal_checkpoint(TRUNCATE)')
  handle.pragma(`cache_size = ${CACHE_SIZE}`)
  handle.pragma('shrink_memory')
}

function readRevision(handle: SqliteHandle, tables: readonly string[]): string | undefined {
  if (!tables.includes('alembic_version')) return undefined
  return handle.prepare('SELECT version_num FROM alembic_version').pluck().get() as string | undefined
}

function readTables(handle: SqliteHandle, file: string): string[] {
  try {
    return handle
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'millrace_%'",
      )
      .pluck()
      .all() as string[]
  } catch (error) {
    throw new UnusableDatabase(`${file} cannot be read as a SQLite database: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function createSchema(
  handle: SqliteHandle,
  { artifactRoot, now }: { artifactRoot: string; now: number },
): void {
  // Tables refer to ones that come later in the list.
  handle.pragma('defer_foreign_keys = ON')
  for (const sql of SQLITE_SCHEMA) handle.exec(sql)
  handle.prepare('INSERT INTO alembic_version (version_num) VALUES (?)').run(SCHEMA_REVISION)
  handle
    .prepare('INSERT INTO workspaces (name, description) VALUES (?, ?)')
    .run('default', 'Default workspace for legacy resources')
  handle
    .prepare(
      `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
         VALUES (0, 'Default', ?, 'active', ?, ?, 'default')`,
    )
    .run(appendToUri(artifactRoot, '0'), now, now)
}
