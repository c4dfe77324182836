import { LIMITS, type SearchExperiments, type SearchExperimentsResponse } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { all, condition, pageRange } from '../search/compile.ts'
import {
  type Comparison,
  decodePageToken,
  type OrderTerm,
  pageOf,
  parseFilter,
  parseOrderBy,
} from '../search/index.ts'
import { assertPageSize, experimentNumber } from '../validate.ts'
import { tagsOfMany } from './queries.ts'
import { type ExperimentRow, toExperiment } from './rows.ts'

const STAGES = { ACTIVE_ONLY: 'active', DELETED_ONLY: 'deleted', ALL: undefined } as const

const COLUMNS: Record<string, RawBuilder<unknown>> = {
  name: sql`e.name`,
  experiment_id: sql`e.experiment_id`,
  creation_time: sql`e.creation_time`,
  last_update_time: sql`e.last_update_time`,
}

/** A checked search; plain data, so that another thread can run it. */
interface ExperimentSearch {
  readonly stage: 'active' | 'deleted' | undefined
  readonly filter: readonly Comparison[]
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly offset: number
}

export async function searchExperiments(deps: Deps, input: SearchExperiments): Promise<JsonText> {
  // In MLflow's order: of several mistakes it tells the filter first.
  const search: ExperimentSearch = {
    limit: assertPageSize(input.max_results ?? 0, LIMITS.searchPage),
    stage: STAGES[input.view_type ?? 'ACTIVE_ONLY'],
    filter: parseFilter('experiments', input.filter),
    order: parseOrderBy('experiments', input.order_by ?? []),
    offset: decodePageToken(input.page_token),
  }
  return new JsonText(await deps.longReads.run('searchExperiments', search))
}

/** A page of experiments as JSON text. */
export async function searchExperimentsPage(db: Executor, search: ExperimentSearch): Promise<string> {
  const { stage, filter, order, limit, offset } = search
  const where = [
    sql`e.workspace = 'default'`,
    ...(stage === undefined ? [] : [sql`e.lifecycle_stage = ${stage}`]),
    ...filter.map((comparison) => matches(db.dialect, comparison)),
  ]
  const query = sql<ExperimentRow>`select e.* from experiments e where ${all(where)}
    order by ${sql.join(orderBy(db.dialect, order))} ${pageRange({ limit, offset })}`
  const rows = await db.query<ExperimentRow>({ compile: () => query.compile(db.builder) })
  const { page, next } = pageOf(rows, search)
  if (page.length === 0) return '{}'
  const ids = page.map((row) => row.experiment_id)
  const tags = Map.groupBy(await tagsOfMany(db, ids), (tag) => tag.experiment_id)
  return toJson({
    experiments: page.map((row) => toExperiment(row, tags.get(row.experiment_id) ?? [])),
    ...(next && { next_page_token: next }),
  } satisfies SearchExperimentsResponse)
}

function matches(dialect: Dialect, comparison: Comparison): RawBuilder<unknown> {
  if (comparison.type === 'tag') return tagMatches(dialect, comparison)
  if (comparison.key === 'experiment_id')
    return condition(dialect, sql`e.experiment_id`, withNumbers(comparison))
  return condition(dialect, COLUMNS[comparison.key] ?? sql`null`, comparison)
}

/** Ids are text on the wire and numbers in the table. */
function withNumbers({ comparator, value }: Comparison) {
  const numbers = (Array.isArray(value) ? value : [value]).map((id) => experimentNumber(String(id)))
  return { comparator, value: Array.isArray(value) ? numbers : numbers[0] }
}

function tagMatches(dialect: Dialect, comparison: Comparison): RawBuilder<unknown> {
  const there = sql`select 1 from experiment_tags t where t.experiment_id = e.experiment_id and t."key" = ${comparison.key}`
  if (comparison.comparator === 'IS NULL') return sql`not exists (${there})`
  if (comparison.comparator === 'IS NOT NULL') return sql`exists (${there})`
  return sql`exists (${there} and ${condition(dialect, sql`t.value`, comparison)})`
}

function orderable(dialect: Dialect, key: string): RawBuilder<unknown> {
  const column = COLUMNS[key] ?? sql`null`
  return key === 'name' ? dialect.byCodePoint(column) : column
}

/** Newest first; an order of the caller's own breaks its ties by the larger id. */
function orderBy(dialect: Dialect, order: readonly OrderTerm[]): RawBuilder<unknown>[] {
  if (order.length === 0) return [dialect.ordered(sql`e.creation_time`, false), sql`e.experiment_id asc`]
  const terms = order.map(({ key, ascending }) => dialect.ordered(orderable(dialect, key), ascending))
  return order.some((term) => term.key === 'experiment_id') ? terms : [...terms, sql`e.experiment_id desc`]
}
