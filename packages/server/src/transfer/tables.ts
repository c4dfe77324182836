import { COLUMNS } from '../db/generated/columns.ts'
import type { MlflowTables } from '../db/generated/tables.ts'
import { type Bundle, KINDS, type Kind } from './bundle.ts'

export type Table = keyof MlflowTables

/** Rows that belong to a thing. */
export interface Part {
  readonly table: Table
  /** The columns that say whose they are, in the order of the root's key. */
  readonly owner: readonly string[]
  /** A table that several kinds of things share: which of its rows these are. */
  readonly only?: Readonly<Record<string, readonly string[]>>
}

/** How a kind of thing lies in the tables. */
export interface Plan {
  /** The table with one row for each; its key is how it is found and paged. */
  readonly root: Part
  readonly parts: readonly Part[]
  /** Things that are read at once. */
  readonly page: number
  /** Of the root: where its artifacts are. */
  readonly artifacts?: string
  /** Of the root: when it was made or changed, in milliseconds. */
  readonly times?: readonly string[]
}

export const PLANS: Readonly<Record<Kind, Plan>> = {
  experiment: {
    root: part('experiments', 'experiment_id'),
    parts: [part('experiment_tags', 'experiment_id')],
    page: 200,
  },
  dataset: { root: part('datasets', 'experiment_id', 'name', 'digest'), parts: [], page: 100 },
  run: {
    root: part('runs', 'run_uuid'),
    parts: [
      part('params', 'run_uuid'),
      part('tags', 'run_uuid'),
      part('metrics', 'run_uuid'),
      part('latest_metrics', 'run_uuid'),
      { ...part('inputs', 'destination_id'), only: { destination_type: ['RUN'], source_type: ['DATASET'] } },
      { ...part('inputs', 'source_id'), only: { source_type: ['RUN_INPUT', 'RUN_OUTPUT'] } },
    ],
    page: 250,
    artifacts: 'artifact_uri',
    times: ['start_time', 'end_time', 'deleted_time'],
  },
  logged_model: {
    root: part('logged_models', 'model_id'),
    parts: [
      part('logged_model_params', 'model_id'),
      part('logged_model_tags', 'model_id'),
      part('logged_model_metrics', 'model_id'),
    ],
    page: 100,
    artifacts: 'artifact_location',
    times: ['creation_timestamp_ms', 'last_updated_timestamp_ms'],
  },
  trace: {
    root: part('trace_info', 'request_id'),
    parts: [
      part('trace_tags', 'request_id'),
      part('trace_request_metadata', 'request_id'),
      part('trace_metrics', 'request_id'),
      part('spans', 'trace_id'),
      part('span_metrics', 'trace_id'),
      part('assessments', 'trace_id'),
      { ...part('entity_associations', 'source_id'), only: { source_type: ['trace'] } },
    ],
    page: 50,
    times: ['timestamp_ms'],
  },
  registered_model: {
    root: part('registered_models', 'workspace', 'name'),
    parts: [
      part('registered_model_tags', 'workspace', 'name'),
      part('registered_model_aliases', 'workspace', 'name'),
    ],
    page: 100,
  },
  model_version: {
    root: part('model_versions', 'workspace', 'name', 'version'),
    parts: [part('model_version_tags', 'workspace', 'name', 'version')],
    page: 100,
    times: ['creation_time', 'last_updated_time'],
  },
}

function part(table: Table, ...owner: string[]): Part {
  return { table, owner }
}

/** Tables in an order in which their rows may be written. Tags of inputs have no thing of their own. */
export const IN_ORDER: readonly Table[] = [
  ...new Set(
    KINDS.flatMap((kind) => [PLANS[kind].root.table, ...PLANS[kind].parts.map(({ table }) => table)]),
  ),
  'input_tags',
]

/** A table's columns as selected and inserted: all but those that the database computes. */
export function columnsOf(table: Table): string[] {
  return Object.keys(COLUMNS[table].columns)
}

/** The tag that says where a trace keeps what the database does not hold. */
export const TRACE_LOCATION = 'mlflow.artifactLocation'

/** Where the row itself says that a thing's artifacts are. */
export function artifactUri({ kind, rows }: Bundle): string | undefined {
  if (kind === 'trace') return rows.trace_tags?.find(({ key }) => key === TRACE_LOCATION)?.value ?? undefined
  const { root, artifacts = '' } = PLANS[kind]
  const row = rows[root.table]?.[0] as Readonly<Record<string, unknown>> | undefined
  return row?.[artifacts] ? String(row[artifacts]) : undefined
}
