import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import { all, among, condition } from '../search/compile.ts'
import type { Comparison } from '../search/index.ts'

/** Which runs are meant, checked; plain data, so that another thread can look for them. */
export interface AskedRuns {
  readonly experiments: readonly number[]
  readonly stage: 'active' | 'deleted' | undefined
  readonly filter: readonly Comparison[]
  /** Only those without a parent among them, or only the children of one. */
  readonly kin?: 'top' | { readonly parent: string }
}

/** How a run is asked whether a query finds something for it. */
type Finds = (query: RawBuilder<unknown>) => RawBuilder<boolean>

const found: Finds = (query) => sql`exists (${query})`

/** No planner turns this into a join. */
export const ofEach: Finds = (query) => sql`(${query} limit 1) is not null`

/** What holds for the runs `r` that are meant. */
export function conditions(dialect: Dialect, search: AskedRuns, finds: Finds = found): RawBuilder<boolean> {
  return all([
    inExperiments(dialect, search),
    ...search.filter.map((comparison) => matches(dialect, comparison, finds)),
    ...kinship(dialect, search),
  ])
}

/** The tag by which a run names its parent. */
export const PARENT_TAG = 'mlflow.parentRunId'

function kinship(dialect: Dialect, { kin, ...all }: AskedRuns): RawBuilder<boolean>[] {
  if (kin === undefined) return []
  const parent = sql`select 1 from tags up where up."key" = ${sql.lit(PARENT_TAG)} and up.run_uuid = r.run_uuid`
  if (kin !== 'top') return [sql`exists (${parent} and up.value = ${kin.parent})`]
  // A run that names itself would be nobody's child.
  return [
    sql`not exists (${parent} and up.value <> r.run_uuid and exists (
      select 1 from runs r where r.run_uuid = up.value and ${conditions(dialect, all)}))`,
  ]
}

export function inExperiments(dialect: Dialect, { experiments, stage }: AskedRuns): RawBuilder<boolean> {
  const experiment =
    experiments.length === 1
      ? sql`r.experiment_id = ${experiments[0]}`
      : among(dialect, sql`r.experiment_id`, experiments)
  return stage === undefined ? sql`${experiment}` : sql`${experiment} and r.lifecycle_stage = ${stage}`
}

const ATTRIBUTES: Record<string, RawBuilder<unknown>> = {
  run_id: sql`r.run_uuid`,
  run_name: sql`r.name`,
  status: sql`r.status`,
  artifact_uri: sql`r.artifact_uri`,
  user_id: sql`r.user_id`,
  start_time: sql`r.start_time`,
  end_time: sql`r.end_time`,
}

function matches(dialect: Dialect, comparison: Comparison, finds: Finds): RawBuilder<boolean> {
  switch (comparison.type) {
    case 'metric':
      return metricMatches(dialect, comparison, finds)
    case 'parameter':
      return pairMatches(dialect, sql`params`, comparison.key, comparison, finds)
    case 'tag':
      return pairMatches(dialect, sql`tags`, comparison.key, comparison, finds)
    case 'dataset':
      return datasetMatches(dialect, comparison)
    default:
      // MLflow finds names through the tag, which older databases may have without the column.
      if (comparison.key === 'run_name')
        return pairMatches(dialect, sql`tags`, 'mlflow.runName', comparison, finds)
      return condition(dialect, attribute(comparison.key), comparison)
  }
}

/** The column of a run `r` that holds an attribute. */
export function attribute(key: string): RawBuilder<unknown> {
  const column = ATTRIBUTES[key]
  if (!column) throw new Error(`no column for the attribute ${key}`)
  return column
}

/** NaN differs from every number and compares with none. */
function metricMatches(dialect: Dialect, comparison: Comparison, finds: Finds): RawBuilder<boolean> {
  const value = condition(dialect, sql`m.value`, comparison)
  const holds = comparison.comparator === '!=' ? sql`(m.is_nan or ${value})` : sql`not m.is_nan and ${value}`
  return finds(
    sql`select 1 from latest_metrics m where m."key" = ${comparison.key} and m.run_uuid = r.run_uuid and ${holds}`,
  )
}

function pairMatches(
  dialect: Dialect,
  table: RawBuilder<unknown>,
  key: string,
  comparison: Comparison,
  finds: Finds,
): RawBuilder<boolean> {
  const there = sql`select 1 from ${table} x where x.run_uuid = r.run_uuid and x."key" = ${key}`
  if (comparison.comparator === 'IS NULL') return sql`not exists (${there})`
  if (comparison.comparator === 'IS NOT NULL') return finds(there)
  return finds(sql`${there} and ${condition(dialect, sql`x.value`, comparison)}`)
}

function datasetMatches(dialect: Dialect, comparison: Comparison): RawBuilder<boolean> {
  const input = sql`select 1 from inputs i`
  const ofRun = sql`i.destination_type = 'RUN' and i.destination_id = r.run_uuid and i.source_type = 'DATASET'`
  if (comparison.key === 'context') {
    return sql`exists (${input} join input_tags g on g.input_uuid = i.input_uuid and g.name = 'mlflow.data.context'
      where ${ofRun} and ${condition(dialect, sql`g.value`, comparison)})`
  }
  const column = comparison.key === 'name' ? sql`d.name` : sql`d.digest`
  return sql`exists (${input} join datasets d on d.dataset_uuid = i.source_id where ${ofRun} and ${condition(dialect, column, comparison)})`
}
