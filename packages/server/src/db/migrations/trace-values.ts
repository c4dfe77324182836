import {
  finiteNumber,
  firstLetters,
  isObject,
  Numeral,
  parsePythonJson,
  wholeNumber,
} from './python-values.ts'

/** A row of a trace's metadata, tags or metrics. */
export interface TraceRow {
  readonly key: string
  readonly value: string | number | null
}

export type Columns = Readonly<Record<string, string | number | bigint | null>>

const NAME_TAG = 'mlflow.traceName'
const SESSION_KEY = 'mlflow.trace.session'
const USAGE_KEY = 'mlflow.trace.tokenUsage'
const COST_KEY = 'mlflow.trace.cost'

const TOKEN_COLUMNS = [
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation_input_tokens_above_1hr',
] as const
const COST_COLUMNS = ['input_cost', 'output_cost', 'total_cost'] as const

/** Rows with these keys become columns of their trace or span. */
export const MOVED = {
  trace_tags: [NAME_TAG],
  trace_request_metadata: [SESSION_KEY, USAGE_KEY, COST_KEY],
  trace_metrics: TOKEN_COLUMNS,
  span_metrics: COST_COLUMNS,
} as const

const LONGEST_NAME = 4096
const LONGEST_SESSION = 250
const LONGEST_MODEL = 500

/** The columns of a trace out of its rows; only those that have a value. */
export function traceColumns(rows: {
  readonly tags: readonly TraceRow[]
  readonly metadata: readonly TraceRow[]
  readonly metrics: readonly TraceRow[]
}): Columns {
  const metadata = new Map(rows.metadata.map(({ key, value }) => [key, value]))
  const usage = parsedObject(metadata.get(USAGE_KEY))
  const cost = parsedObject(metadata.get(COST_KEY))
  return present({
    trace_name: shortened(rows.tags[0]?.value, LONGEST_NAME),
    session_id: shortened(metadata.get(SESSION_KEY), LONGEST_SESSION),
    ...Object.fromEntries(TOKEN_COLUMNS.map((name) => [name, wholeNumber(usage[name])])),
    ...Object.fromEntries(COST_COLUMNS.map((name) => [name, finiteNumber(cost[name])])),
    // A metric beats what the metadata say, even when it is no whole number.
    ...Object.fromEntries(rows.metrics.map(({ key, value }) => [key, wholeNumber(value)])),
  })
}

function parsedObject(text: unknown): Readonly<Record<string, unknown>> {
  const value = typeof text === 'string' ? parsePythonJson(text) : undefined
  return isObject(value) ? value : {}
}

function shortened(text: unknown, limit: number): string | null {
  return typeof text === 'string' ? firstLetters(text, limit) : null
}

function present(columns: Columns): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null))
}

const MODEL_COLUMNS: Readonly<Record<string, string>> = {
  'mlflow.llm.model': 'model_name',
  'mlflow.llm.provider': 'model_provider',
}

/** The columns of a span out of its dimensions; undefined where those hold what the columns cannot. */
export function spanColumns(dimensions: string): Columns | undefined {
  const value = unwrapped(parsePythonJson(dimensions))
  if (value === null) return {}
  if (!isObject(value)) return undefined
  const columns: Record<string, string> = {}
  for (const [key, text] of Object.entries(value)) {
    const column = MODEL_COLUMNS[key]
    if (column === undefined || !(text === null || typeof text === 'string')) return undefined
    if (text !== null) columns[column] = firstLetters(text, LONGEST_MODEL)
  }
  return columns
}

/** Some clients wrote JSON in JSON. */
function unwrapped(value: unknown): unknown {
  return typeof value === 'string' ? parsePythonJson(value) : value
}

const VERDICTS: Readonly<Record<string, number>> = { yes: 1, no: 0 }

/** What an assessment counts as in sums: its number, 1 for true and yes, 0 for false and no. */
export function assessmentColumns(text: string): { aggregate_value: number | null; is_numeric_value: 0 | 1 } {
  const parsed = parsePythonJson(text)
  // What is no JSON is a bare text.
  const value = parsed === undefined ? text : parsed
  if (typeof value === 'boolean') return { aggregate_value: Number(value), is_numeric_value: 0 }
  if (typeof value === 'string') {
    return { aggregate_value: VERDICTS[value.trim().toLowerCase()] ?? null, is_numeric_value: 0 }
  }
  const number = value instanceof Numeral ? finiteNumber(value) : null
  return { aggregate_value: number, is_numeric_value: number === null ? 0 : 1 }
}
