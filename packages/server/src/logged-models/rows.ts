import type { LoggedModel, LoggedModelStatus, Metric } from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { among } from '../search/compile.ts'

export interface ModelRow {
  model_id: string
  experiment_id: number
  name: string
  artifact_location: string
  creation_timestamp_ms: number
  last_updated_timestamp_ms: number
  status: number
  model_type: string | null
  source_run_id: string | null
}

const STATUSES: Record<number, LoggedModelStatus> = {
  0: 'LOGGED_MODEL_STATUS_UNSPECIFIED',
  1: 'LOGGED_MODEL_PENDING',
  2: 'LOGGED_MODEL_READY',
  3: 'LOGGED_MODEL_UPLOAD_FAILED',
}

export const STATUS_NUMBERS = Object.fromEntries(
  Object.entries(STATUSES).map(([number, name]) => [name, Number(number)]),
)

export function toStatus(number: number): LoggedModelStatus {
  return STATUSES[number] ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED'
}

/** Models with their params, tags and metrics, in three statements whatever their number. */
export async function toModels(db: Executor, rows: readonly ModelRow[]): Promise<LoggedModel[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.model_id)
  const params = await groupedPairs(db, ids)
  const tags = await groupedTags(db, ids)
  const metrics = await groupedMetrics(db, ids)
  return rows.map((row) =>
    toModel(row, params.get(row.model_id), tags.get(row.model_id), metrics.get(row.model_id)),
  )
}

interface Pair {
  key: string
  value: string
}

function toModel(row: ModelRow, params: Pair[] = [], tags: Pair[] = [], metrics: Metric[] = []): LoggedModel {
  return {
    info: {
      model_id: row.model_id,
      experiment_id: String(row.experiment_id),
      name: row.name,
      creation_timestamp_ms: row.creation_timestamp_ms,
      last_updated_timestamp_ms: row.last_updated_timestamp_ms,
      artifact_uri: row.artifact_location,
      status: toStatus(row.status),
      model_type: row.model_type ?? '',
      source_run_id: row.source_run_id ?? '',
      ...(tags.length > 0 && { tags }),
    },
    data: { ...(params.length > 0 && { params }), ...(metrics.length > 0 && { metrics }) },
  }
}

function groupBy<T extends { model_id: string }, V>(
  rows: readonly T[],
  value: (row: T) => V,
): Map<string, V[]> {
  const groups = new Map<string, V[]>()
  for (const row of rows) {
    const group = groups.get(row.model_id)
    if (group) group.push(value(row))
    else groups.set(row.model_id, [value(row)])
  }
  return groups
}

async function groupedPairs(db: Executor, ids: string[]): Promise<Map<string, Pair[]>> {
  const rows = await db.query(
    db.builder
      .selectFrom('logged_model_params')
      .select(['model_id', 'param_key as key', 'param_value as value'])
      .where(among(db.dialect, sql`model_id`, ids)),
  )
  return groupBy(rows, ({ key, value }) => ({ key, value }))
}

async function groupedTags(db: Executor, ids: string[]): Promise<Map<string, Pair[]>> {
  const rows = await db.query(
    db.builder
      .selectFrom('logged_model_tags')
      .select(['model_id', 'tag_key as key', 'tag_value as value'])
      .where(among(db.dialect, sql`model_id`, ids)),
  )
  return groupBy(rows, ({ key, value }) => ({ key, value }))
}

async function groupedMetrics(db: Executor, ids: string[]): Promise<Map<string, Metric[]>> {
  const rows = await db.query(
    db.builder
      .selectFrom('logged_model_metrics')
      .selectAll()
      .where(among(db.dialect, sql`model_id`, ids)),
  )
  return groupBy(rows, (row) => ({
    key: row.metric_name,
    value: row.metric_value ?? 0,
    timestamp: row.metric_timestamp_ms,
    step: row.metric_step,
    ...(row.dataset_name !== null && { dataset_name: row.dataset_name }),
    ...(row.dataset_digest !== null && { dataset_digest: row.dataset_digest }),
    model_id: row.model_id,
    run_id: row.run_id,
  }))
}
