import type { Metric, Run } from '@millrace/contract'
import type { Row } from './bundle.ts'
import { ORIGIN_TAG, ownTags } from './origin-tag.ts'
import type { Counts } from './store.ts'

export interface Pair {
  readonly key: string
  readonly value: string
}

export const PARENT_TAG = 'mlflow.parentRunId'

/** As the target is to have them, but for the parent's. */
export function tagsOf({ run_uuid }: Row<'runs'>, rows: readonly Row<'tags'>[]): Pair[] {
  return [{ key: ORIGIN_TAG, value: run_uuid }, ...ownTags(rows).filter(({ key }) => key !== PARENT_TAG)]
}

export function missing(
  wanted: readonly Pair[],
  there: readonly { key?: string; value?: string }[] = [],
): Pair[] {
  const known = new Map(there.map(({ key, value }) => [key, value ?? '']))
  return wanted.filter(({ key, value }) => known.get(key) !== value).map(({ key, value }) => ({ key, value }))
}

export function toMetric({ key, value, timestamp, step, is_nan }: Row<'metrics'>): Metric {
  return {
    key,
    value: is_nan ? 'NaN' : Number(value),
    timestamp: timestamp as number,
    step: (step ?? 0) as number,
  }
}

export function toDataset(row: Row<'datasets'>) {
  return {
    name: row.name,
    digest: row.digest,
    source_type: row.dataset_source_type,
    source: row.dataset_source,
    ...(row.dataset_schema && { schema: row.dataset_schema }),
    ...(row.dataset_profile && { profile: row.dataset_profile }),
  }
}

export function isAsBefore({ status, end_time, name }: Row<'runs'>, { info = {} }: Run): boolean {
  return (
    info.status === (status ?? 'RUNNING') &&
    (info.end_time ?? 0) === (end_time ?? 0) &&
    (info.run_name ?? '') === (name ?? '')
  )
}

/** Its tag of origin is not the source's; that of its parent is counted when it is set. */
export function countRows({ data = {}, inputs }: Run): Counts {
  const tags = (data.tags ?? []).filter(({ key }) => key !== ORIGIN_TAG && key !== PARENT_TAG)
  const datasets = inputs?.dataset_inputs ?? []
  return {
    runs: 1,
    params: data.params?.length ?? 0,
    tags: tags.length,
    latest_metrics: data.metrics?.length ?? 0,
    inputs: datasets.length,
    input_tags: datasets.reduce((sum, { tags = [] }) => sum + tags.length, 0),
  }
}
