import {
  invalidParameter,
  LIMITS,
  type SearchEvaluationDatasets,
  type SearchEvaluationDatasetsResponse,
} from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { all, among, condition, pageRange } from '../search/compile.ts'
import {
  type Comparison,
  decodePageToken,
  type OrderTerm,
  pageOf,
  parseFilter,
  parseOrderBy,
} from '../search/index.ts'
import { assertPageSize } from '../validate.ts'
import { type DatasetRow, tagsOf } from './queries.ts'
import { toDataset } from './rows.ts'

const COLUMNS: Record<string, RawBuilder<unknown>> = {
  name: sql`d.name`,
  created_by: sql`d.created_by`,
  last_updated_by: sql`d.last_updated_by`,
  created_time: sql`d.created_time`,
  last_update_time: sql`d.last_update_time`,
}

/** A checked search; plain data, so that another thread can run it. */
interface DatasetSearch {
  readonly experiment_ids: readonly string[]
  readonly filter: readonly Comparison[]
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly offset: number
}

export async function searchEvaluationDatasets(
  deps: Deps,
  input: SearchEvaluationDatasets,
): Promise<JsonText> {
  const search: DatasetSearch = {
    limit: pageSize(input.max_results),
    experiment_ids: input.experiment_ids ?? [],
    filter: parseFilter('evaluation_datasets', input.filter_string),
    order: parseOrderBy('evaluation_datasets', input.order_by ?? []),
    offset: decodePageToken(input.page_token),
  }
  return new JsonText(await deps.longReads.run('searchEvaluationDatasets', search))
}

function pageSize(given = LIMITS.searchPageDefault): number {
  if (given !== 0) return assertPageSize(given, LIMITS.searchPage)
  throw invalidParameter(
    "Invalid value None for parameter 'max_results' supplied. It must be a positive integer",
  )
}

/** A page of datasets as JSON text. */
export async function searchEvaluationDatasetsPage(db: Executor, search: DatasetSearch): Promise<string> {
  const { experiment_ids, filter, order, limit, offset } = search
  const where = [
    sql`d.workspace = 'default'`,
    ...(experiment_ids.length > 0 ? [isIn(db.dialect, experiment_ids)] : []),
    ...filter.map((comparison) => matches(db.dialect, comparison)),
  ]
  const query = sql<DatasetRow>`select d.* from evaluation_datasets d where ${all(where)}
    order by ${sql.join(orderBy(db.dialect, order))} ${pageRange({ limit, offset })}`
  const rows = await db.query<DatasetRow>({ compile: () => query.compile(db.builder) })
  const { page, next } = pageOf(rows, search)
  if (page.length === 0) return '{}'
  const ids = page.map((row) => row.dataset_id)
  const tags = Map.groupBy(await tagsOf(db, ids), (tag) => tag.dataset_id)
  return toJson({
    datasets: page.map((row) => toDataset(row, tags.get(row.dataset_id) ?? [])),
    ...(next && { next_page_token: next }),
  } satisfies SearchEvaluationDatasetsResponse)
}

function isIn(dialect: Dialect, experiment_ids: readonly string[]): RawBuilder<unknown> {
  return sql`exists (select 1 from entity_associations a where a.source_type = 'evaluation_dataset'
    and a.source_id = d.dataset_id and a.destination_type = 'experiment'
    and ${among(dialect, sql`a.destination_id`, experiment_ids)})`
}

function matches(dialect: Dialect, comparison: Comparison): RawBuilder<unknown> {
  if (comparison.type !== 'tag') {
    return condition(dialect, COLUMNS[comparison.key] ?? sql`null`, comparison)
  }
  return sql`exists (select 1 from evaluation_dataset_tags t where t.dataset_id = d.dataset_id
    and t."key" = ${comparison.key} and ${condition(dialect, sql`t.value`, comparison)})`
}

/** Newest first where nothing is said. */
function orderBy(dialect: Dialect, order: readonly OrderTerm[]): RawBuilder<unknown>[] {
  if (order.length === 0) return [dialect.ordered(sql`d.created_time`, false), sql`d.dataset_id asc`]
  const terms = order.map(({ key, ascending }) => {
    const column = COLUMNS[key] ?? sql`null`
    return dialect.ordered(key === 'name' ? dialect.byCodePoint(column) : column, ascending)
  })
  return [...terms, sql`d.dataset_id asc`]
}
