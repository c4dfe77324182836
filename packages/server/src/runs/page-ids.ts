import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import { all, among, condition } from '../search/compile.ts'
import type { Comparison, OrderTerm } from '../search/index.ts'

/** A checked search; plain data, so that another thread can run it. */
export interface RunSearch {
  readonly experiments: readonly number[]
  readonly stage: 'active' | 'deleted' | undefined
  readonly filter: readonly Comparison[]
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly offset: number
}

/** Runs a query of ids. */
async function idsOf(db: Executor, query: RawBuilder<{ id: string }>): Promise<string[]> {
  const found = await db.query<{ id: string }>({ compile: () => query.compile(db.builder) })
  return found.map((row) => row.id)
}

/** The ids of the page and one more, which tells whether another page follows. */
export async function idsBySorting(db: Executor, search: RunSearch): Promise<string[]> {
  return idsOf(db, sortedPage(db.dialect, search))
}

function sortedPage(dialect: Dialect, search: RunSearch): RawBuilder<{ id: string }> {
  const order = search.order.map((term, i) => orderOf(dialect, term, `o${i}`))
  return sql`select r.run_uuid as id from runs r ${joined(order.map((o) => o.join))} where ${conditions(dialect, search)}
    order by ${sql.join([...order.flatMap((o) => o.by), ...tieBreakers(dialect, search.order)])}
    limit ${search.limit + 1} offset ${search.offset}`
}

function conditions(dialect: Dialect, search: RunSearch): RawBuilder<boolean> {
  return all([
    inExperiments(dialect, search),
    ...search.filter.map((comparison) => matches(dialect, comparison)),
  ])
}

/** How many runs the experiments have, counted up to `limit`. */
export async function countRuns(db: Executor, search: RunSearch, limit: number): Promise<number> {
  const query = sql<{ id: string }>`select count(*) as id from
    (select 1 from runs r where ${inExperiments(db.dialect, search)} limit ${limit}) counted`
  return Number((await idsOf(db, query))[0])
}

/**
 * The same page without sorting everything: the runs that have the metric are read in the order of the index on its values,
 * first numbers, then NaN; those without it follow.
 */
export async function idsByMetric(db: Executor, search: RunSearch, by: OrderTerm): Promise<string[]> {
  const { dialect } = db
  const rest = search.order.slice(1).map((term, i) => orderOf(dialect, term, `o${i}`))
  const joins = joined(rest.map((o) => o.join))
  const then = sql.join([...rest.flatMap((o) => o.by), ...tieBreakers(dialect, search.order)])
  const direction = by.ascending ? sql`asc` : sql`desc`
  // SQLite would start at the runs.
  const having = (
    isNan: number,
  ) => sql`from latest_metrics v ${dialect.joinFromLeft} runs r on r.run_uuid = v.run_uuid ${joins}
    where v."key" = ${by.key} and v.is_nan = ${isNan} and ${conditions(dialect, search)}`
  const lacking = sql`from runs r ${joins} where ${conditions(dialect, search)}
    and not exists (select 1 from latest_metrics v where v."key" = ${by.key} and v.run_uuid = r.run_uuid)`
  const parts = [
    { from: having(0), order: sql`v.value ${direction}, ${then}` },
    { from: having(1), order: then },
    { from: lacking, order: then },
  ]
  const ids: string[] = []
  let skip = search.offset
  for (const { from, order } of parts) {
    const wanted = search.limit + 1 - ids.length
    if (wanted <= 0) break
    const found = await idsOf(
      db,
      sql`select r.run_uuid as id ${from} order by ${order} limit ${wanted} offset ${skip}`,
    )
    if (found.length > 0) skip = 0
    else if (skip > 0) skip -= Number((await idsOf(db, sql`select count(*) as id ${from}`))[0])
    ids.push(...found)
  }
  return ids
}

function joined(joins: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const present = joins.filter((join) => join !== undefined)
  return present.length > 0 ? sql.join(present, sql` `) : sql``
}

function inExperiments(dialect: Dialect, { experiments, stage }: RunSearch): RawBuilder<boolean> {
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

function matches(dialect: Dialect, comparison: Comparison): RawBuilder<boolean> {
  switch (comparison.type) {
    case 'metric':
      return metricMatches(dialect, comparison)
    case 'parameter':
      return pairMatches(dialect, sql`params`, comparison.key, comparison)
    case 'tag':
      return pairMatches(dialect, sql`tags`, comparison.key, comparison)
    case 'dataset':
      return datasetMatches(dialect, comparison)
    default:
      // MLflow finds names through the tag, which older databases may have without the column.
      if (comparison.key === 'run_name') return pairMatches(dialect, sql`tags`, 'mlflow.runName', comparison)
      return condition(dialect, attribute(comparison.key), comparison)
  }
}

function attribute(key: string): RawBuilder<unknown> {
  const column = ATTRIBUTES[key]
  if (!column) throw new Error(`no column for the attribute ${key}`)
  return column
}

/** NaN differs from every number and compares with none. */
function metricMatches(dialect: Dialect, comparison: Comparison): RawBuilder<boolean> {
  const value = condition(dialect, sql`m.value`, comparison)
  const holds = comparison.comparator === '!=' ? sql`(m.is_nan or ${value})` : sql`not m.is_nan and ${value}`
  return sql`exists (select 1 from latest_metrics m where m."key" = ${comparison.key} and m.run_uuid = r.run_uuid and ${holds})`
}

function pairMatches(
  dialect: Dialect,
  table: RawBuilder<unknown>,
  key: string,
  comparison: Comparison,
): RawBuilder<boolean> {
  const there = sql`select 1 from ${table} x where x.run_uuid = r.run_uuid and x."key" = ${key}`
  if (comparison.comparator === 'IS NULL') return sql`not exists (${there})`
  if (comparison.comparator === 'IS NOT NULL') return sql`exists (${there})`
  return sql`exists (${there} and ${condition(dialect, sql`x.value`, comparison)})`
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

const TIMES = new Set(['start_time', 'end_time'])

function orderable(dialect: Dialect, key: string): RawBuilder<unknown> {
  return TIMES.has(key) ? attribute(key) : dialect.byCodePoint(attribute(key))
}

interface Order {
  readonly join?: RawBuilder<unknown>
  readonly by: readonly RawBuilder<unknown>[]
}

const ORDER_TABLES: Record<string, RawBuilder<unknown>> = {
  metric: sql`latest_metrics`,
  parameter: sql`params`,
  tag: sql`tags`,
}

function orderOf(dialect: Dialect, { type, key, ascending }: OrderTerm, alias: string): Order {
  const table = ORDER_TABLES[type]
  if (!table) return { by: [dialect.ordered(orderable(dialect, key), ascending)] }
  const x = sql.ref(alias)
  const value = sql`${x}.value`
  const join = sql`left join ${table} ${x} on ${x}."key" = ${key} and ${x}.run_uuid = r.run_uuid`
  if (type !== 'metric') return { join, by: [dialect.ordered(dialect.byCodePoint(value), ascending)] }
  return { join, by: [dialect.ordered(sql`${x}.is_nan`, true), dialect.ordered(value, ascending)] }
}

/** Newest first, then by id, as far as the order does not say so already. */
function tieBreakers(dialect: Dialect, order: readonly OrderTerm[]): RawBuilder<unknown>[] {
  const uses = (key: string) => order.some((term) => term.type === 'attribute' && term.key === key)
  return [
    ...(uses('start_time') ? [] : [dialect.ordered(sql`r.start_time`, false)]),
    ...(uses('run_id') ? [] : [dialect.byCodePoint(sql`r.run_uuid`)]),
  ]
}
