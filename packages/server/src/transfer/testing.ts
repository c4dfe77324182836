import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { type Database, openDatabase } from '../db/open.ts'
import { LONG_READS } from '../long-reads.ts'
import type { TestDatabase } from '../testing/databases.ts'
import type { Row, Rows } from './bundle.ts'
import { type AnyRow, select } from './read-database.ts'
import { IN_ORDER, type Table } from './tables.ts'

/** Databases of a test's own, opened; all closed and gone when the suite ends. */
export class Databases {
  folder = ''
  readonly #open: Database[] = []

  constructor() {
    beforeAll(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'millrace-copy-'))
    })
    afterAll(async () => {
      for (const database of this.#open) await database.close()
      await rm(this.folder, { recursive: true, force: true })
    })
  }

  async create(kind: TestDatabase): Promise<{ uri: string; database: Database }> {
    const uri = await kind.create(await mkdtemp(join(this.folder, 'd-')))
    return { uri, database: await this.open(uri) }
  }

  async open(uri: string): Promise<Database> {
    const database = await openDatabase({
      uri,
      readReplicaUri: undefined,
      artifactRoot: 'mlflow-artifacts:/',
      longReads: LONG_READS,
      workerScript: new URL(import.meta.url),
      now: 1,
      poolSize: 2,
    })
    this.#open.push(database)
    return database
  }
}

/** Writes rows as they are. */
export async function fill({ writer }: Database, rows: Rows): Promise<void> {
  await writer.write(async (tx) => {
    for (const table of IN_ORDER) {
      for (const row of (rows[table] ?? []) as readonly AnyRow[]) {
        const columns = Object.keys(row)
        const values = columns.map((column) => row[column])
        const insert = sql`insert into ${sql.table(table)} (${sql.join(columns.map((c) => sql.ref(c)))})
          values (${sql.join(values)})`
        await tx.query({ compile: () => insert.compile(tx.builder) })
      }
    }
  })
}

/** All that is carried, by table, each row as text and in an order that does not depend on the database. */
export async function dump({ db }: Pick<Database, 'db'>): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const table of IN_ORDER) {
    const rows = await select(db, table as Table, sql`true`)
    tables[table] = rows.map((row) => JSON.stringify(row, digits)).sort()
  }
  return tables
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}

const LONGEST = 2n ** 63n - 1n
const TEXT = 'Ünï 🏔️ 𝒳 "quoted" \'single\' \\back\\ %_ \n line'

/** What every database must take and give back as it is. */
const VALUES: readonly (readonly [key: string, value: number, is_nan: number])[] = [
  ['nan', 0, 1],
  ['infinity', Number.MAX_VALUE, 0],
  ['minus-infinity', -Number.MAX_VALUE, 0],
  ['third', 1 / 3, 0],
  ['smallest', Number.MIN_VALUE, 0],
  ['tenth', 0.1, 0],
  ['📈 𝒳', 123_456_789.123_456_78, 0],
]

/** Rows of every table that is carried, with what databases are wont to stumble over. `experiment` is free for use. */
export function awkwardRows(experiment: number, prefix = 'a'): Rows {
  const run = id(prefix, 'run')
  const other = id(prefix, 'other')
  const model = `m-${id(prefix, 'model')}`
  const trace = `tr-${id(prefix, 'trace')}`
  const name = `model ${prefix} 🏔️`
  const points = VALUES.map(([key, value, is_nan]) => ({
    key,
    value,
    is_nan,
    run_uuid: run,
    timestamp: 1_700_000_000_000,
    step: LONGEST,
  }))
  return {
    experiments: [
      {
        experiment_id: experiment,
        name: `experiment ${prefix} 𝒳`,
        artifact_location: `mlflow-artifacts:/${experiment}`,
        lifecycle_stage: 'active',
        creation_time: 5,
        last_update_time: 6,
      },
    ],
    experiment_tags: [{ experiment_id: experiment, key: 'note', value: TEXT }],
    datasets: [
      {
        dataset_uuid: id(prefix, 'dataset'),
        experiment_id: experiment,
        name: 'german',
        digest: 'd1',
        dataset_source_type: 'http',
        dataset_source: '{"url": "http://x"}',
        dataset_schema: TEXT,
      },
    ],
    runs: [
      {
        run_uuid: run,
        name: TEXT,
        source_type: 'UNKNOWN',
        source_name: '',
        entry_point_name: '',
        user_id: 'someone',
        status: 'FINISHED',
        start_time: 1_700_000_000_000,
        end_time: 1_700_000_000_001,
        source_version: '',
        lifecycle_stage: 'active',
        artifact_uri: `mlflow-artifacts:/${experiment}/${run}/artifacts`,
        experiment_id: experiment,
      },
      {
        run_uuid: other,
        status: 'RUNNING',
        start_time: 1_600_000_000_000,
        lifecycle_stage: 'deleted',
        deleted_time: 1_600_000_000_009,
        artifact_uri: `mlflow-artifacts:/${experiment}/${other}/artifacts`,
        experiment_id: experiment,
      },
    ],
    params: [
      { run_uuid: run, key: 'text', value: TEXT },
      { run_uuid: run, key: 'empty', value: '' },
      { run_uuid: run, key: 'long', value: '𝒳'.repeat(3000) },
    ],
    tags: [{ run_uuid: run, key: 'mlflow.runName', value: TEXT }],
    metrics: [...points, ...history(other, 'loss', 40)],
    latest_metrics: [...points, { ...history(other, 'loss', 40).at(-1) } as Row<'latest_metrics'>],
    inputs: [
      {
        input_uuid: id(prefix, 'in1'),
        source_type: 'DATASET',
        source_id: id(prefix, 'dataset'),
        destination_type: 'RUN',
        destination_id: run,
      },
      {
        input_uuid: id(prefix, 'in2'),
        source_type: 'RUN_OUTPUT',
        source_id: run,
        destination_type: 'MODEL_OUTPUT',
        destination_id: model,
        step: LONGEST,
      },
    ],
    input_tags: [{ input_uuid: id(prefix, 'in1'), name: 'mlflow.data.context', value: TEXT }],
    logged_models: [
      {
        model_id: model,
        experiment_id: experiment,
        name: TEXT,
        artifact_location: `mlflow-artifacts:/${experiment}/models/${model}/artifacts`,
        creation_timestamp_ms: 1_700_000_000_000,
        last_updated_timestamp_ms: 1_700_000_000_000,
        status: 2,
        lifecycle_stage: 'active',
        source_run_id: run,
      },
    ],
    logged_model_params: [{ model_id: model, experiment_id: experiment, param_key: 'p', param_value: TEXT }],
    logged_model_tags: [{ model_id: model, experiment_id: experiment, tag_key: 't', tag_value: TEXT }],
    logged_model_metrics: [
      {
        model_id: model,
        metric_name: 'third',
        metric_timestamp_ms: 1,
        metric_step: LONGEST,
        metric_value: 1 / 3,
        experiment_id: experiment,
        run_id: run,
        dataset_uuid: id(prefix, 'dataset'),
        dataset_name: 'german',
        dataset_digest: 'd1',
      },
    ],
    trace_info: [
      {
        request_id: trace,
        experiment_id: experiment,
        timestamp_ms: 1_700_000_000_000,
        execution_time_ms: LONGEST,
        status: 'OK',
        request_preview: TEXT,
        total_cost: 0.1,
      },
    ],
    trace_tags: [{ request_id: trace, key: 't', value: TEXT }],
    trace_request_metadata: [{ request_id: trace, key: 'm', value: TEXT }],
    trace_metrics: [{ request_id: trace, key: 'm', value: 1 / 3 }],
    spans: [
      {
        trace_id: trace,
        experiment_id: experiment,
        span_id: 's1',
        name: TEXT,
        status: 'OK',
        start_time_unix_nano: 1_700_000_000_000_000_001n,
        end_time_unix_nano: 1_700_000_000_000_000_009n,
        content: JSON.stringify({ text: TEXT }),
        total_cost: 0.1,
      },
    ],
    span_metrics: [{ trace_id: trace, span_id: 's1', key: 'cost', value: 0.1 }],
    assessments: [
      {
        assessment_id: `a-${prefix}`,
        trace_id: trace,
        name: 'good',
        assessment_type: 'feedback',
        value: '{"a": 1}',
        created_timestamp: 1,
        last_updated_timestamp: 2,
        source_type: 'HUMAN',
        valid: 1,
        is_numeric_value: 0,
      },
    ],
    entity_associations: [
      {
        association_id: id(prefix, 'link'),
        source_type: 'trace',
        source_id: trace,
        destination_type: 'run',
        destination_id: run,
        created_time: 7,
      },
    ],
    registered_models: [{ name, creation_time: 1, last_updated_time: 2, description: TEXT }],
    registered_model_tags: [{ name, key: 't', value: TEXT }],
    registered_model_aliases: [{ name, alias: 'champion', version: 2 }],
    model_versions: [1, 2].map((version) => ({
      name,
      version,
      creation_time: 3,
      last_updated_time: 4,
      description: TEXT,
      current_stage: 'None',
      source: `models:/${model}`,
      run_id: run,
      status: 'READY',
    })),
    model_version_tags: [{ name, version: 2, key: 't', value: TEXT }],
  }
}

/** A metric's points, step by step. */
export function history(run_uuid: string, key: string, length: number): Row<'metrics'>[] {
  return Array.from({ length }, (_, i) => ({ run_uuid, key, value: i / 7, timestamp: i, step: i, is_nan: 0 }))
}

function id(prefix: string, what: string): string {
  return Buffer.from(`${prefix}-${what}`).toString('hex').padEnd(32, '0').slice(0, 32)
}
