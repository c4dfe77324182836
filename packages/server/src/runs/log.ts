import {
  cut,
  invalidParameter,
  isLonger,
  LIMITS,
  type LogBatch,
  type LogMetric,
  type LogParam,
  type Metric,
  type MlflowError,
  type Param,
  type RunTag,
  type SetTag,
} from '@millrace/contract'
import { alone } from '../db/gathering.ts'
import type { Deps } from '../deps.ts'
import { toMetricRow } from '../metrics/rows.ts'
import { assertKey, assertLength } from '../validate.ts'
import type { Pair } from './queries.ts'
import { type ChangedParam, type Entry, writeEntries } from './write-entries.ts'

export async function logMetric(deps: Deps, input: LogMetric): Promise<object> {
  const run_id = input.run_id ?? ''
  return log(deps, { ...NOTHING, run_id, metrics: [{ sent: input, row: toMetricRow(run_id, input) }] })
}

export async function logParam(deps: Deps, input: LogParam): Promise<object> {
  const run_id = input.run_id ?? ''
  return log(deps, { ...NOTHING, run_id, params: [toParam(deps, run_id, input, '')], refusal: paramChanged })
}

export async function setTag(deps: Deps, input: SetTag): Promise<object> {
  const run_id = input.run_id ?? ''
  return log(deps, { ...NOTHING, run_id, tags: [toTag(deps, run_id, input, '')] })
}

export async function logBatch(deps: Deps, input: LogBatch): Promise<object> {
  const run_id = input.run_id ?? ''
  const { metrics = [], params = [], tags = [] } = input
  assertBatchSize(metrics, params, tags)
  const entry: Entry = {
    run_id,
    metrics: metrics.map((sent, i) => ({ sent, row: toMetricRow(run_id, sent, `metrics[${i}].`) })),
    params: params.map((param, i) => toParam(deps, run_id, param, `params[${i}].`)),
    tags: tags.map((tag, i) => toTag(deps, run_id, tag, `tags[${i}].`)),
    refusal: paramsChanged,
  }
  assertDistinctKeys(entry.params)
  return log(deps, entry)
}

const NOTHING: Omit<Entry, 'run_id'> = { metrics: [], params: [], tags: [], refusal: paramsChanged }

/** What a request may bring to be written together with others: a batch is large enough by itself. */
const SMALL = 50

async function log(deps: Deps, entry: Entry): Promise<object> {
  const { run_id, metrics, params, tags } = entry
  const isSmall = metrics.length + params.length + tags.length <= SMALL
  const experiment_id = isSmall
    ? await deps.writer.gather(writeEntries, entry)
    : await deps.writer.write(alone(writeEntries, entry))
  deps.changes.touch(experiment_id, run_id)
  return {}
}

function assertBatchSize(metrics: Metric[], params: Param[], tags: RunTag[]): void {
  assertCount('metrics', metrics.length, LIMITS.metricsPerBatch)
  assertCount('params', params.length, LIMITS.paramsOrTagsPerBatch)
  assertCount('tags', tags.length, LIMITS.paramsOrTagsPerBatch)
  assertCount(
    'metrics, params, and tags',
    metrics.length + params.length + tags.length,
    LIMITS.entitiesPerBatch,
  )
}

function assertCount(what: string, count: number, limit: number): void {
  if (count <= limit) return
  throw invalidParameter(
    `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
  )
}

function assertDistinctKeys(params: readonly Pair[]): void {
  const keys = new Set<string>()
  const twice = new Set<string>()
  for (const { key } of params) {
    if (keys.has(key)) twice.add(key)
    keys.add(key)
  }
  if (twice.size === 0) return
  const list = [...twice].map((key) => `'${key}'`).join(', ')
  throw invalidParameter(
    `Duplicate parameter keys have been submitted: [${list}]. Please ensure the request contains only one param value per param key.`,
  )
}

function toParam(deps: Deps, run_id: string, param: Param, path: string): Pair {
  const key = param.key ?? ''
  assertKey(key, `${path}key`, 'Param key')
  return { run_id, key, value: fitted(deps, param.value ?? '', LIMITS.paramValueLength, `${path}value`) }
}

/** Checks a tag of a run and cuts its value to size. */
export function toTag(deps: Deps, run_id: string, tag: RunTag, path: string): Pair {
  const key = tag.key ?? ''
  assertKey(key, `${path}key`, `${path}key`)
  return { run_id, key, value: fitted(deps, tag.value ?? '', LIMITS.tagValueLength, `${path}value`) }
}

function fitted(deps: Deps, value: string, limit: number, path: string): string {
  if (!isLonger(value, limit)) return value
  if (!deps.truncateLongValues) assertLength(path, value, limit)
  return cut(value, limit)
}

function paramChanged([changed]: readonly ChangedParam[], run_id: string): MlflowError {
  return invalidParameter(
    `Changing param values is not allowed. Param with key='${changed?.key}' was already logged with value='${changed?.old_value}' for run ID='${run_id}'. Attempted logging new value '${changed?.new_value}'.`,
  )
}

function paramsChanged(changed: readonly ChangedParam[], run_id: string): MlflowError {
  const list = changed.map(
    (c) => `{'key': '${c.key}', 'old_value': '${c.old_value}', 'new_value': '${c.new_value}'}`,
  )
  return invalidParameter(
    `Changing param values is not allowed. Params were already logged='[${list.join(', ')}]' for run ID='${run_id}'.`,
  )
}
