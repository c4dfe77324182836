import {
  invalidParameter,
  LIMITS,
  type LogBatch,
  type LogMetric,
  type LogParam,
  type Metric,
  type Param,
  type RunTag,
  type SetTag,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { lastOfEachKey } from '../db/insertion.ts'
import type { Deps } from '../deps.ts'
import { toMetricRow } from '../metrics/rows.ts'
import { writeMetrics } from '../metrics/write.ts'
import { assertKey, assertLength, cut, isLonger } from '../validate.ts'
import { insertParam, type Pair, paramsByKey, renameRun, upsertTag } from './queries.ts'
import { requireActiveRun } from './state.ts'

/** The run's name is a tag too; the two go together. */
export const RUN_NAME_TAG = 'mlflow.runName'

export async function logMetric(deps: Deps, input: LogMetric): Promise<object> {
  const run_id = input.run_id ?? ''
  const rows = [toMetricRow(run_id, input)]
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    await writeMetrics(tx, experiment, [input], rows)
    return experiment
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}

export async function logParam(deps: Deps, input: LogParam): Promise<object> {
  const param = toParam(deps, input.run_id ?? '', input, '')
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, param.run_id)
    const [changed] = await changedParams(tx, [param])
    if (changed) {
      throw invalidParameter(
        `Changing param values is not allowed. Param with key='${changed.key}' was already logged with value='${changed.old_value}' for run ID='${param.run_id}'. Attempted logging new value '${changed.new_value}'.`,
      )
    }
    return experiment
  })
  deps.changes.touch(experiment_id, param.run_id)
  return {}
}

export async function setTag(deps: Deps, input: SetTag): Promise<object> {
  const tag = toTag(deps, input.run_id ?? '', input, '')
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, tag.run_id)
    await writeTags(tx, [tag])
    return experiment
  })
  deps.changes.touch(experiment_id, tag.run_id)
  return {}
}

export async function logBatch(deps: Deps, input: LogBatch): Promise<object> {
  const run_id = input.run_id ?? ''
  const metrics = input.metrics ?? []
  assertBatchSize(metrics, input.params ?? [], input.tags ?? [])
  const rows = metrics.map((metric, i) => toMetricRow(run_id, metric, `metrics[${i}].`))
  const params = (input.params ?? []).map((param, i) => toParam(deps, run_id, param, `params[${i}].`))
  const tags = (input.tags ?? []).map((tag, i) => toTag(deps, run_id, tag, `tags[${i}].`))
  assertDistinctKeys(params)
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    await writeParams(tx, run_id, params)
    await writeMetrics(tx, experiment, metrics, rows)
    await writeTags(tx, tags)
    return experiment
  })
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

async function writeParams(tx: Executor, run_id: string, params: readonly Pair[]): Promise<void> {
  if (params.length === 0) return
  const changed = await changedParams(tx, params)
  if (changed.length === 0) return
  const list = changed.map(
    (c) => `{'key': '${c.key}', 'old_value': '${c.old_value}', 'new_value': '${c.new_value}'}`,
  )
  throw invalidParameter(
    `Changing param values is not allowed. Params were already logged='[${list.join(', ')}]' for run ID='${run_id}'.`,
  )
}

async function paramValues(tx: Executor, params: readonly Pair[]): Promise<Map<string, string>> {
  const keys = JSON.stringify(params.map(({ key }) => key))
  const rows = await tx.all(paramsByKey, { run_id: params[0]?.run_id ?? '', keys })
  return new Map(rows.map(({ key, value }) => [key, value]))
}

/** Writes the params that are new. @returns those that are there with another value. */
async function changedParams(tx: Executor, params: readonly Pair[]) {
  if (params.length === 0 || (await tx.insert(insertParam, params)) === params.length) return []
  const there = await paramValues(tx, params)
  return params.flatMap(({ key, value }) => {
    const old_value = there.get(key)
    return old_value === undefined || old_value === value ? [] : [{ key, old_value, new_value: value }]
  })
}

/** A run never loses its name: an empty one is passed over, as in MLflow. */
async function writeTags(tx: Executor, given: readonly Pair[]): Promise<void> {
  const tags = given.filter((tag) => tag.key !== RUN_NAME_TAG || tag.value !== '')
  if (tags.length === 0) return
  await tx.insert(upsertTag, lastOfEachKey(tags))
  const name = tags.findLast((tag) => tag.key === RUN_NAME_TAG)
  if (name) await tx.run(renameRun, { run_id: name.run_id, name: name.value })
}
