import { type GroupMetric, type GroupRuns, invalidParameter, type RunGroup } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import {
  decodePageToken,
  encodePageToken,
  type OrderTerm,
  parseOrderBy,
  type RunField,
} from '../search/index.ts'
import { type AskedRuns, conditions } from './asked-runs.ts'
import { askedRuns } from './search.ts'
import { textField, valueSource } from './value-source.ts'

interface Grouping extends AskedRuns {
  readonly fields: readonly RunField[]
  readonly metrics: readonly string[]
  readonly order: OrderTerm | undefined
  readonly limit: number
  readonly offset: number
}

/** Groups of runs that have the same values, with a count and what their metrics come to. */
export async function groupRuns(deps: Deps, input: GroupRuns): Promise<JsonText> {
  const { group_by = [], metrics = [], max_results = 100 } = input
  const grouping: Grouping = {
    ...askedRuns(input),
    fields: group_by.map(textField),
    metrics,
    order: orderOfGroups(input.order_by, metrics),
    limit: max_results,
    offset: decodePageToken(input.page_token),
  }
  if (grouping.experiments.length === 0) return new JsonText('{"groups":[]}')
  return new JsonText(await deps.longReads.run('groupRuns', grouping))
}

function orderOfGroups(order_by: string | undefined, metrics: readonly string[]): OrderTerm | undefined {
  if (!order_by) return undefined
  const [term] = parseOrderBy('runs', [order_by])
  if (term?.type === 'metric' && metrics.includes(term.key)) return term
  throw invalidParameter(`Groups can be ordered by the mean of one of 'metrics', not by '${order_by}'.`)
}

/** Beyond it a value counts as infinite: sums of smaller ones stay within a double. */
const LARGEST = sql.raw('1e300')

type Row = Record<string, unknown>

/** A page of groups as JSON text, in one statement. */
export async function groupsPage(db: Executor, grouping: Grouping): Promise<string> {
  const { dialect } = db
  const { fields, metrics, experiments, order, limit, offset } = grouping
  const sources = fields.map((field, i) => valueSource(dialect, field, experiments, `s${i}`))
  const joins = [
    ...sources.map(({ join }) => join),
    ...metrics.map((key, i) => metricJoin(key, sql.id(`m${i}`))),
  ]
  const columns = [
    ...sources.map(({ value }, i) => sql`${dialect.exact(value)} as ${sql.id(`g${i}`)}`),
    ...metrics.map((_, i) => sql`${sql.ref(`m${i}.value`)} as ${sql.id(`v${i}`)}`),
  ]
  const values = fields.map((_, i) => sql.id(`g${i}`))
  const means = metrics.map((_, i) => meanOf(sql.id(`v${i}`)))
  const aggregates = metrics.flatMap((_, i) => {
    const v = sql.id(`v${i}`)
    return [
      sql`count(${v}) as ${sql.id(`count${i}`)}`,
      sql`${means[i]} as ${sql.id(`mean${i}`)}`,
      sql`min(${v}) as ${sql.id(`min${i}`)}`,
      sql`max(${v}) as ${sql.id(`max${i}`)}`,
    ]
  })
  const mean = order && means[metrics.indexOf(order.key)]
  const byMean = mean ? [dialect.ordered(mean, order.ascending)] : []
  const query = sql<Row>`select ${sql.join([...values, sql`count(*) as runs`, ...aggregates])}
    from (select ${sql.join(columns)} from runs r ${sql.join(joins, sql` `)} where ${conditions(dialect, grouping)}) x
    group by ${sql.join(values)}
    order by ${sql.join([...byMean, sql`count(*) desc`, ...values.map((value) => dialect.ordered(value, true))])}
    limit ${limit + 1} offset ${offset}`
  const rows = await db.query<Row>({ compile: () => query.compile(db.builder) })
  return JSON.stringify({
    groups: rows.slice(0, limit).map((row) => toGroup(row, fields.length, metrics)),
    ...(rows.length > limit && { next_page_token: encodePageToken(offset + limit) }),
  })
}

/** NaN is left out: it has no place among numbers. */
function metricJoin(key: string, m: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`left join latest_metrics ${m} on ${m}."key" = ${key} and ${m}.run_uuid = r.run_uuid and not ${m}.is_nan`
}

function meanOf(value: RawBuilder<unknown>): RawBuilder<unknown> {
  const finite = sql`case when abs(${value}) < ${LARGEST} then ${value} end`
  return sql`sum(${finite}) / nullif(count(${finite}), 0)`
}

function toGroup(row: Row, fields: number, metrics: readonly string[]): RunGroup {
  return {
    values: Array.from({ length: fields }, (_, i) => row[`g${i}`] as string | null),
    runs: Number(row.runs),
    metrics: metrics.map((key, i) => toMetric(key, row, i)),
  }
}

function toMetric(key: string, row: Row, i: number): GroupMetric {
  const count = Number(row[`count${i}`])
  const present = (['mean', 'min', 'max'] as const).filter((name) => row[`${name}${i}`] !== null)
  return { key, count, ...Object.fromEntries(present.map((name) => [name, Number(row[`${name}${i}`])])) }
}
