import { appendToUri } from '@millrace/artifacts'
import type { Client } from 'pg'
import { POSTGRES_SCHEMA } from './generated/postgres-schema.ts'
import { SCHEMA_REVISION } from './generated/tables.ts'
import { assertRevision, nothingIn } from './revision.ts'
import { POSTGRES_WEBHOOK_TABLES } from './webhook-tables.ts'

/** Any number, the same for every server: only one at a time makes or checks the schema. */
export const SETUP_LOCK = 7_117_300

/** Own indexes: any may be dropped at any time; each paid for itself in a trial (see bench/). */
const OWN_INDEXES = [
  `create index if not exists millrace_runs_page on runs
     (experiment_id, lifecycle_stage, start_time desc nulls last, run_uuid collate "C")`,
  `create index if not exists millrace_tags_parent on tags (value, run_uuid) where "key" = 'mlflow.parentRunId'`,
  'create index if not exists millrace_latest_metrics_value on latest_metrics ("key", is_nan, value, run_uuid)',
  'create index if not exists millrace_models_name on registered_models (name collate "C")',
  'create index if not exists millrace_model_tags_name on registered_model_tags ("key", name collate "C")',
  `create index if not exists millrace_models_updated on registered_models
     (last_updated_time desc nulls last, name collate "C")`,
  'create index if not exists millrace_versions_stage on model_versions (workspace, name, current_stage, version)',
  `create index if not exists millrace_versions_updated on model_versions
     (last_updated_time desc nulls last, name collate "C", version desc)`,
  'create index if not exists millrace_versions_run on model_versions (run_id)',
  'create index if not exists millrace_logged_models_run on logged_models (source_run_id)',
  'create index if not exists millrace_datasets_name on datasets (name, digest)',
]

/** Own tables: see own-tables.ts. */
const OWN_TABLES = [
  `create table if not exists millrace_registry_history (
     id bigint generated always as identity primary key, at bigint not null, who varchar(256), name varchar(256) not null,
     version integer, what varchar(20) not null, subject varchar(256), was text, became text)`,
  'create index if not exists millrace_registry_history_name on millrace_registry_history (name, id)',
]

/**
 * How often a key has a value: taken for unrelated, the planner expects a tenth of the runs that have both, and joins whole
 * tables where it should walk through the newest runs until the page is full. `ANALYZE`, and the autovacuum, gather them.
 */
const OWN_STATISTICS: Readonly<Record<string, string>> = {
  millrace_params_pairs: 'params',
  millrace_tags_pairs: 'tags',
  millrace_model_tags_pairs: 'registered_model_tags',
  millrace_version_tags_pairs: 'model_version_tags',
}

/** Makes MLflow's schema in an empty database, or checks that an existing one has it. */
export async function preparePostgres(
  client: Client,
  options: { where: string; artifactRoot: string; now: number; readOnly?: boolean },
): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [SETUP_LOCK])
  try {
    const tables = await readTables(client)
    if (tables.length === 0 && options.readOnly) throw nothingIn(options.where)
    if (tables.length === 0) await createSchema(client, options)
    else await assertRevision(options.where, tables, await readRevision(client, tables))
    if (options.readOnly) return
    const definitions = [...OWN_TABLES, ...OWN_INDEXES, ...POSTGRES_WEBHOOK_TABLES]
    for (const definition of definitions) await client.query(definition)
    await makeStatistics(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [SETUP_LOCK])
  }
}

async function makeStatistics(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select stxname as name from pg_statistic_ext where stxname = any($1) and stxnamespace = current_schema()::regnamespace',
    [Object.keys(OWN_STATISTICS)],
  )
  const there = new Set(rows.map(({ name }) => name))
  const missing = Object.entries(OWN_STATISTICS).filter(([name]) => !there.has(name))
  if (missing.length === 0) return
  try {
    for (const [name, table] of missing)
      await client.query(`create statistics ${name} (mcv) on "key", value from ${table}`)
    await client.query(`analyze ${missing.map(([, table]) => table).join(', ')}`)
  } catch {
    // They make searches quicker; what speaks PostgreSQL's protocol may not know them.
  }
}

async function readTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_name not like 'millrace\\_%'`,
  )
  return rows.map(({ name }) => name)
}

async function readRevision(client: Client, tables: readonly string[]): Promise<string | undefined> {
  if (!tables.includes('alembic_version')) return undefined
  const { rows } = await client.query<{ version_num: string }>('select version_num from alembic_version')
  return rows[0]?.version_num
}

async function createSchema(
  client: Client,
  { artifactRoot, now }: { artifactRoot: string; now: number },
): Promise<void> {
  await client.query('begin')
  for (const statement of POSTGRES_SCHEMA) await client.query(statement)
  await client.query('insert into alembic_version (version_num) values ($1)', [SCHEMA_REVISION])
  await client.query('insert into workspaces (name, description) values ($1, $2)', [
    'default',
    'Default workspace for legacy resources',
  ])
  await client.query(
    `insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
     values (0, 'Default', $1, 'active', $2, $2, 'default')`,
    [appendToUri(artifactRoot, '0'), now],
  )
  await client.query('commit')
}
