import { RUN_STATUSES, SOURCE_TYPES } from './layout.ts'
import type { NewMeta } from './meta-file.ts'

/** A row as SQLite gives it: whole numbers are bigints. */
export type StoredRow = Readonly<Record<string, unknown>>

const SOURCE_NUMBERS = Object.fromEntries(
  Object.entries(SOURCE_TYPES).map(([number, name]) => [name, Number(number)]),
)

/** Rows as the `meta.yaml` that says the same. `before` is what the file said: parts that no column holds stay. */
export const NEW_METAS = {
  experiment: (row: StoredRow, before: NewMeta): NewMeta => ({
    effective_trace_archival_retention: null,
    trace_location: null,
    ...before,
    artifact_location: row.artifact_location,
    creation_time: row.creation_time,
    experiment_id: String(row.experiment_id),
    last_update_time: row.last_update_time,
    lifecycle_stage: row.lifecycle_stage,
    name: row.name,
    workspace: row.workspace,
  }),
  run: (row: StoredRow): NewMeta => ({
    artifact_uri: row.artifact_uri,
    ...(row.deleted_time !== null && { deleted_time: row.deleted_time }),
    end_time: row.end_time,
    entry_point_name: row.entry_point_name ?? '',
    experiment_id: String(row.experiment_id),
    lifecycle_stage: row.lifecycle_stage,
    run_id: row.run_uuid,
    run_name: row.name ?? '',
    source_name: row.source_name ?? '',
    source_type: SOURCE_NUMBERS[String(row.source_type)] ?? 1000,
    source_version: row.source_version ?? '',
    start_time: row.start_time,
    status: RUN_STATUSES.indexOf(String(row.status)),
    tags: [],
    user_id: row.user_id ?? '',
  }),
  dataset: (row: StoredRow): NewMeta => ({
    digest: row.digest,
    name: row.name,
    profile: row.dataset_profile,
    schema: row.dataset_schema,
    source: row.dataset_source,
    source_type: row.dataset_source_type,
  }),
  logged_model: (row: StoredRow): NewMeta => ({
    artifact_location: row.artifact_location,
    creation_timestamp: row.creation_timestamp_ms,
    experiment_id: String(row.experiment_id),
    last_updated_timestamp: row.last_updated_timestamp_ms,
    lifecycle_stage: row.lifecycle_stage,
    model_id: row.model_id,
    model_type: row.model_type || null,
    name: row.name,
    source_run_id: row.source_run_id || null,
    status: row.status,
    status_message: row.status_message,
  }),
  registered_model: (row: StoredRow, before: NewMeta, aliases: readonly StoredRow[]): NewMeta => ({
    deployment_job_id: null,
    deployment_job_state: null,
    ...before,
    aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, String(version)])),
    creation_timestamp: row.creation_time,
    description: row.description,
    last_updated_timestamp: row.last_updated_time,
    name: row.name,
    workspace: row.workspace,
  }),
  model_version: (row: StoredRow, before: NewMeta): NewMeta => ({
    deployment_job_state: null,
    model_id: /^models:\/(m-\w+)$/.exec(String(row.source))?.[1] ?? null,
    ...before,
    creation_timestamp: row.creation_time,
    current_stage: row.current_stage ?? 'None',
    description: row.description,
    last_updated_timestamp: row.last_updated_time,
    name: row.name,
    run_id: row.run_id,
    run_link: row.run_link,
    source: row.source,
    status: row.status,
    status_message: row.status_message,
    storage_location: row.storage_location,
    user_id: row.user_id,
    version: row.version,
    workspace: row.workspace,
  }),
} as const
