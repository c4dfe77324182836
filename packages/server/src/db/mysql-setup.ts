import { appendToUri } from '@millrace/artifacts'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { MYSQL_SCHEMA } from './generated/mysql-schema.ts'
import { SCHEMA_REVISION } from './generated/tables.ts'
import { portableDefinition } from './mysql-ddl.ts'
import type { TextStorage } from './mysql-dialect.ts'
import { NEWS_TABLE } from './mysql-news.ts'
import { assertRevision, nothingIn, UnusableDatabase } from './revision.ts'
import { MYSQL_WEBHOOK_INDEXES, MYSQL_WEBHOOK_TABLES } from './webhook-tables.ts'

export const SETUP_LOCK = 'millrace_setup'
const SETUP_PATIENCE_S = 60

/** Own indexes: any may be dropped at any time; each paid for itself in a trial (see bench/). */
const OWN_INDEXES = [
  {
    name: 'millrace_runs_page',
    table: 'runs',
    columns: '"experiment_id", "lifecycle_stage", "start_time" desc, "run_uuid"',
  },
  {
    name: 'millrace_latest_metrics_value',
    table: 'latest_metrics',
    columns: '"key", "is_nan", "value", "run_uuid"',
  },
  {
    // Whole rows: the table itself is ordered by key, where each of a run's metrics lies on another page.
    name: 'millrace_latest_metrics_run',
    table: 'latest_metrics',
    columns: '"run_uuid", "key", "value", "timestamp", "step", "is_nan"',
  },
  ...MYSQL_WEBHOOK_INDEXES,
  {
    name: 'millrace_versions_stage',
    table: 'model_versions',
    columns: '"workspace", "name", "current_stage", "version"',
  },
  { name: 'millrace_versions_run', table: 'model_versions', columns: '"run_id"' },
  { name: 'millrace_logged_models_run', table: 'logged_models', columns: '"source_run_id"' },
  { name: 'millrace_datasets_name', table: 'datasets', columns: '"name"(191), "digest"' },
]

/** Own tables: see own-tables.ts. */
const HISTORY_TABLE = `create table if not exists millrace_registry_history (
  id bigint not null auto_increment primary key, "at" bigint not null, who varchar(256), name varchar(256) not null,
  version integer, what varchar(20) not null, subject varchar(256), was mediumtext, became mediumtext,
  index millrace_registry_history_name (name, id))`

/** Makes MLflow's schema in an empty database, or checks that an existing one has it. @returns how its text is stored. */
export async function prepareMysql(
  connection: Connection,
  options: { where: string; artifactRoot: string; now: number; readOnly?: boolean },
): Promise<TextStorage> {
  const [locked] = await rows(connection, 'select get_lock(?, ?) as held', [SETUP_LOCK, SETUP_PATIENCE_S])
  if (locked?.held !== 1)
    throw new UnusableDatabase(`${options.where} is being set up by another server; try again.`)
  try {
    const tables = await readTables(connection)
    if (tables.length === 0 && options.readOnly) throw nothingIn(options.where)
    if (tables.length === 0) await createSchema(connection, options)
    else assertRevision(options.where, tables, await readRevision(connection, tables))
    if (!options.readOnly) await createOwn(connection)
    return await readTextStorage(connection)
  } finally {
    await connection.query('select release_lock(?)', [SETUP_LOCK])
  }
}

async function rows(connection: Connection, text: string, values: unknown[] = []): Promise<RowDataPacket[]> {
  return (await connection.query<RowDataPacket[]>(text, values))[0]
}

async function readTables(connection: Connection): Promise<string[]> {
  const found = await rows(
    connection,
    `select table_name as name from information_schema.tables
     where table_schema = database() and table_name not like 'millrace|_%' escape '|'`,
  )
  return found.map((row) => String(row.name))
}

async function readRevision(connection: Connection, tables: readonly string[]): Promise<string | undefined> {
  if (!tables.includes('alembic_version')) return undefined
  const [row] = await rows(connection, 'select version_num from alembic_version')
  return row?.version_num as string | undefined
}

/** Not in one transaction: MySQL commits every definition of a table by itself. The revision comes last. */
async function createSchema(
  connection: Connection,
  { artifactRoot, now }: { artifactRoot: string; now: number },
): Promise<void> {
  // Tables refer to ones that come later in the list.
  await connection.query('set foreign_key_checks = 0')
  for (const statement of MYSQL_SCHEMA) await connection.query(portableDefinition(statement))
  await connection.query('set foreign_key_checks = 1')
  await connection.query('insert into workspaces (name, description) values (?, ?)', [
    'default',
    'Default workspace for legacy resources',
  ])
  await createDefaultExperiment(connection, appendToUri(artifactRoot, '0'), now)
  await connection.query('insert into alembic_version (version_num) values (?)', [SCHEMA_REVISION])
}

/** Its id is 0, which MySQL would otherwise take as "count on". */
async function createDefaultExperiment(connection: Connection, location: string, now: number): Promise<void> {
  await connection.query("set sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')")
  await connection.query(
    `insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
     values (0, 'Default', ?, 'active', ?, ?, 'default')`,
    [location, now, now],
  )
  await connection.query("set sql_mode = replace(@@sql_mode, 'NO_AUTO_VALUE_ON_ZERO', '')")
}

async function createOwn(connection: Connection): Promise<void> {
  for (const table of [NEWS_TABLE, HISTORY_TABLE, ...MYSQL_WEBHOOK_TABLES]) await connection.query(table)
  await createIndexes(connection)
}

async function createIndexes(connection: Connection): Promise<void> {
  for (const { name, table, columns } of OWN_INDEXES) {
    const there = await rows(
      connection,
      'select 1 from information_schema.statistics where table_schema = database() and table_name = ? and index_name = ?',
      [table, name],
    )
    if (there.length === 0) await connection.query(`create index ${name} on ${table} (${columns})`)
  }
}

async function readTextStorage(connection: Connection): Promise<TextStorage> {
  const [row] = await rows(
    connection,
    `select character_set_name as charset, collation_name as collation_name from information_schema.columns
     where table_schema = database() and table_name = 'runs' and column_name = 'run_uuid'`,
  )
  return { charset: String(row?.charset), collation: String(row?.collation_name) }
}
