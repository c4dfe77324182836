import { join } from 'node:path'
import { exactInteger } from '../db/exact-integer.ts'
import { assessmentColumns, MOVED, traceColumns } from '../db/migrations/trace-values.ts'
import type { Bundle, Row } from '../transfer/bundle.ts'
import { entriesOf, readText } from './files.ts'
import type { Place } from './layout.ts'
import { DamagedFile, parseTyped } from './meta-file.ts'
import { readPairs } from './read-run.ts'

type Yaml = Readonly<Record<string, unknown>>

/** A trace without its spans: those lie with its artifacts, where the tables leave them too. */
export function readTrace({ id, path }: Place, experiment: Place): Bundle {
  const info = parseTyped(readText(join(path, 'trace_info.yaml')))
  const tags = readPairs(join(path, 'tags'))
  const metadata = readPairs(join(path, 'request_metadata'))
  const row = { ...traceRow(id, experiment, info), ...columnsFrom(tags, metadata) }
  const kept = (moved: readonly string[]) => (pair: { key: string }) => !moved.includes(pair.key)
  return {
    kind: 'trace',
    id,
    rows: {
      trace_info: [row as Row<'trace_info'>],
      trace_tags: tags.filter(kept(MOVED.trace_tags)).map((pair) => ({ ...pair, request_id: id })),
      trace_request_metadata: metadata
        .filter(kept(MOVED.trace_request_metadata))
        .map((pair) => ({ ...pair, request_id: id })),
      assessments: readAssessments(join(path, 'assessments'), row),
    },
  }
}

function columnsFrom(tags: { key: string; value: string }[], metadata: { key: string; value: string }[]) {
  const [nameTag] = MOVED.trace_tags
  return traceColumns({ tags: tags.filter(({ key }) => key === nameTag), metadata, metrics: [] })
}

/** Of MLflow 3, or of the versions before it, which had other names for the same. */
function traceRow(id: string, experiment: Place, info: Yaml): Row<'trace_info'> {
  return {
    request_id: id,
    experiment_id: exactInteger(experiment.id),
    timestamp_ms: milliseconds(info.request_time ?? info.timestamp_ms),
    execution_time_ms: integer(info.execution_duration_ms ?? info.execution_time_ms),
    status: String(info.state ?? info.status ?? 'STATE_UNSPECIFIED'),
    client_request_id: text(info.client_request_id),
    request_preview: text(info.request_preview),
    response_preview: text(info.response_preview),
  }
}

function readAssessments(folder: string, trace: Row<'trace_info'>): Row<'assessments'>[] {
  return entriesOf(folder)
    .filter(({ name }) => name.endsWith('.yaml'))
    .map(({ name }) => assessmentRow(parseTyped(readText(join(folder, name))), trace))
}

function assessmentRow(yaml: Yaml, trace: Row<'trace_info'>): Row<'assessments'> {
  const { type, value, error } = content(yaml)
  const source = map(yaml.source)
  const columns = assessmentColumns(value)
  return {
    assessment_id: String(yaml.assessment_id),
    trace_id: trace.request_id,
    name: String(yaml.assessment_name),
    assessment_type: type,
    value,
    error,
    created_timestamp: milliseconds(yaml.create_time),
    last_updated_timestamp: milliseconds(yaml.last_update_time),
    source_type: String(source.source_type ?? 'CODE'),
    source_id: text(source.source_id),
    run_id: null,
    span_id: text(yaml.span_id),
    rationale: text(yaml.rationale),
    overrides: text(yaml.overrides),
    valid: yaml.valid === false ? 0 : 1,
    assessment_metadata: yaml.metadata ? JSON.stringify(yaml.metadata) : null,
    experiment_id: trace.experiment_id,
    trace_timestamp_ms: trace.timestamp_ms,
    ...columns,
  }
}

function content({ feedback, expectation, issue }: Yaml): {
  type: string
  value: string
  error: string | null
} {
  if (expectation !== undefined) {
    const { value, serialized_value } = map(expectation)
    const serialized = map(serialized_value).value
    const json = typeof serialized === 'string' ? serialized : JSON.stringify(value ?? null)
    return { type: 'expectation', value: json, error: null }
  }
  const { value, error } = map(feedback ?? issue)
  return {
    type: feedback === undefined && issue !== undefined ? 'issue' : 'feedback',
    value: JSON.stringify(value ?? null),
    error: error ? JSON.stringify(error) : null,
  }
}

function map(value: unknown): Yaml {
  return typeof value === 'object' && value !== null ? (value as Yaml) : {}
}

function text(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value)
}

function integer(value: unknown): number | null {
  return typeof value === 'number' ? Math.trunc(value) : null
}

/** A time as ISO 8601 or in milliseconds. */
function milliseconds(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : Number(value)
  if (Number.isFinite(time)) return Math.trunc(time)
  throw new DamagedFile(`a time in it is none: ${String(value).slice(0, 40)}`)
}
