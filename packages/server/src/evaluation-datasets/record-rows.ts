import type { Deps } from '../deps.ts'
import { parseExactly, pythonJson } from '../python-json.ts'
import { isObject } from './json-input.ts'
import { type GivenRecord, sourceId } from './record.ts'

/** A row of MLflow's table, its JSON as text; MLflow writes `null` where it could leave a column empty, others may not. */
export interface RecordRow {
  readonly dataset_record_id: string
  readonly dataset_id: string
  readonly inputs: string
  readonly outputs: string | null
  readonly expectations: string | null
  readonly tags: string | null
  readonly source: string | null
  readonly source_id: string | null
  readonly source_type: string | null
  readonly created_time: number | null
  readonly last_update_time: number | null
  readonly created_by: string | null
  readonly last_updated_by: string | null
  readonly input_hash: string
}

export function newRow(deps: Deps, dataset_id: string, record: GivenRecord, now: number): RecordRow {
  const { source, user } = record
  return {
    dataset_record_id: `dr-${deps.newId()}`,
    dataset_id,
    inputs: pythonJson(record.inputs),
    outputs: wrapped(record.outputs === undefined ? {} : record.outputs),
    expectations: pythonJson(record.expectations),
    tags: pythonJson(record.tags),
    source: pythonJson(source),
    source_id: sourceId(source),
    source_type: source?.source_type ?? null,
    created_time: now,
    last_update_time: now,
    created_by: user,
    last_updated_by: user,
    input_hash: record.hash,
  }
}

/** Expectations and tags are merged by key, outputs replaced; where a record came from stays. */
export function merged(row: RecordRow, record: GivenRecord, now: number): RecordRow {
  return {
    ...row,
    outputs: record.outputs === undefined ? row.outputs : wrapped(record.outputs),
    expectations: withMembers(row.expectations, record.expectations),
    tags: withMembers(row.tags, record.tags),
    last_update_time: now,
    last_updated_by: record.user ?? row.last_updated_by,
  }
}

function withMembers(stored: string | null, members: Record<string, unknown> | undefined): string | null {
  if (members === undefined || Object.keys(members).length === 0) return stored
  const before = stored === null ? null : parseExactly(stored)
  return pythonJson(isObject(before) ? { ...before, ...members } : members)
}

/** MLflow keeps outputs in an object of one member, since they may be anything. */
const WRAPPED = /^\{"mlflow_wrapped": (.*)\}$/s

function wrapped(outputs: unknown): string {
  return outputs === null ? 'null' : pythonJson({ mlflow_wrapped: outputs })
}

function unwrapped(outputs: string | null): string | null {
  return WRAPPED.exec(outputs ?? '')?.[1] ?? outputs
}

/** A record as JSON text; what the database keeps as JSON is passed through as it is. */
export function recordText(row: RecordRow): string {
  const members: [name: string, json: string | null][] = [
    ['dataset_record_id', pythonJson(row.dataset_record_id)],
    ['dataset_id', pythonJson(row.dataset_id)],
    ['inputs', row.inputs],
    ['expectations', row.expectations],
    ['tags', row.tags],
    ['source', row.source],
    ['source_id', pythonJson(row.source_id)],
    ['source_type', pythonJson(row.source_type)],
    ['created_time', pythonJson(row.created_time)],
    ['last_update_time', pythonJson(row.last_update_time)],
    ['created_by', pythonJson(row.created_by)],
    ['last_updated_by', pythonJson(row.last_updated_by)],
    ['outputs', unwrapped(row.outputs)],
  ]
  const there = members.filter(([, json]) => json && json !== 'null')
  return `{${there.map(([name, json]) => `"${name}": ${json}`).join(', ')}}`
}
