import { type Metric, MlflowError } from '@millrace/contract'
import type { Executor, Gathered } from '../db/executor.ts'
import { lastOfEach } from '../db/insertion.ts'
import type { MetricRow } from '../metrics/rows.ts'
import { writeMetrics } from '../metrics/write.ts'
import { insertParam, type Pair, paramsByKey, RUN_NAME_TAG, renameRun, upsertTag } from './queries.ts'
import { experimentsOfActiveRuns } from './state.ts'

/** What one request logs to a run, checked. */
export interface Entry {
  readonly run_id: string
  readonly metrics: readonly { readonly sent: Metric; readonly row: MetricRow }[]
  /** Of distinct keys. */
  readonly params: readonly Pair[]
  readonly tags: readonly Pair[]
  /** What is said of params that are there with other values. */
  readonly refusal: (changed: readonly ChangedParam[], run_id: string) => MlflowError
}

export interface ChangedParam {
  readonly key: string
  readonly old_value: string
  readonly new_value: string
}

/** Writes entries into runs, which must be active. The outcome of each is its experiment's number. */
export const writeEntries: Gathered<Entry, number> = async (tx, entries) => {
  const outcomes = await experimentsOfActiveRuns(
    tx,
    entries.map(({ run_id }) => run_id),
  )
  const written = entries.flatMap((entry, i) => {
    const experiment_id = outcomes[i]
    return experiment_id === undefined || experiment_id instanceof MlflowError
      ? []
      : [{ ...entry, metrics: entry.metrics.map((metric) => ({ ...metric, experiment_id })) }]
  })
  await writeParams(tx, written)
  await writeMetrics(
    tx,
    written.flatMap(({ metrics }) => metrics),
  )
  await writeTags(
    tx,
    written.flatMap(({ tags }) => tags),
  )
  return outcomes
}

/** A param never changes: one that is there with another value refuses its whole entry. */
async function writeParams(tx: Executor, entries: readonly Entry[]): Promise<void> {
  const params = entries.flatMap((entry) => entry.params)
  if (params.length === 0 || (await tx.insert(insertParam, params)) === params.length) return
  for (const entry of entries) {
    const changed = await changedParams(tx, entry)
    if (changed.length > 0) throw entry.refusal(changed, entry.run_id)
  }
}

async function changedParams(tx: Executor, { run_id, params }: Entry): Promise<ChangedParam[]> {
  if (params.length === 0) return []
  const keys = JSON.stringify(params.map(({ key }) => key))
  const rows = await tx.all(paramsByKey, { run_id, keys })
  const there = new Map(rows.map(({ key, value }) => [key, value]))
  return params.flatMap(({ key, value }) => {
    const old_value = there.get(key)
    return old_value === undefined || old_value === value ? [] : [{ key, old_value, new_value: value }]
  })
}

/** A run never loses its name: an empty one is passed over, as in MLflow. */
async function writeTags(tx: Executor, given: readonly Pair[]): Promise<void> {
  const tags = lastOfEach(
    given.filter((tag) => tag.key !== RUN_NAME_TAG || tag.value !== ''),
    ({ run_id, key }) => `${run_id}/${key}`,
  )
  if (tags.length === 0) return
  await tx.insert(upsertTag, tags)
  for (const { run_id, key, value } of tags) {
    if (key === RUN_NAME_TAG) await tx.run(renameRun, { run_id, name: value })
  }
}
