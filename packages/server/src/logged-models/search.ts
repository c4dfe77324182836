import { LIMITS, type SearchLoggedModels, type SearchLoggedModelsResponse } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import { NO_LIMIT } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { all, among, condition } from '../search/compile.ts'
import {
  decodeLoggedModelPageToken,
  encodeLoggedModelPageToken,
  type LoggedModelComparison,
  type LoggedModelOrderTerm,
  parseLoggedModelFilter,
  parseLoggedModelOrderBy,
} from '../search/index.ts'
import { experimentNumber } from '../validate.ts'
import { type ModelRow, toModels } from './rows.ts'

/** A checked search; plain data, so that another thread can run it. */
interface ModelSearch {
  readonly experiments: readonly number[]
  readonly filter: readonly LoggedModelComparison[]
  readonly datasets: readonly DatasetFilter[]
  readonly order: readonly LoggedModelOrderTerm[]
  /** Negative for no limit, as in MLflow. */
  readonly limit: number
  readonly offset: number
  /** The request as page tokens hold it. */
  readonly asked: Parameters<typeof encodeLoggedModelPageToken>[0]
}

export async function searchLoggedModels(deps: Deps, input: SearchLoggedModels): Promise<JsonText> {
  const experiment_ids = input.experiment_ids ?? []
  const asked = { experiment_ids, filter: input.filter, order_by: input.order_by ?? [] }
  const search: ModelSearch = {
    experiments: experiment_ids.map(experimentNumber),
    limit: input.max_results || LIMITS.loggedModelsPageDefault,
    offset: decodeLoggedModelPageToken(input.page_token, asked),
    order: parseLoggedModelOrderBy(asked.order_by),
    filter: parseLoggedModelFilter(input.filter),
    datasets: input.datasets ?? [],
    asked,
  }
  return new JsonText(await deps.longReads.run('searchLoggedModels', search))
}

/** A page of models as JSON text. */
export async function searchLoggedModelsPage(db: Executor, search: ModelSearch): Promise<string> {
  const { dialect } = db
  const { limit, offset, datasets } = search
  const order = search.order.map((term, i) => orderOf(dialect, term, `o${i}`))
  const where = [
    sql`m.lifecycle_stage != 'deleted'`,
    among(dialect, sql`m.experiment_id`, search.experiments),
    ...search.filter.map((comparison) => matches(dialect, comparison, datasets)),
  ]
  const joins = order.flatMap((o) => (o.join ? [o.join] : []))
  const by = [
    ...order.flatMap((o) => o.by),
    sql`m.creation_timestamp_ms desc`,
    orderable(dialect, 'model_id'),
  ]
  const query = sql<ModelRow>`select m.* from logged_models m ${joins.length > 0 ? sql.join(joins, sql` `) : sql``}
    where ${all(where)} order by ${sql.join(by)} limit ${limit < 0 ? NO_LIMIT : limit + 1} offset ${offset}`
  const rows = await db.query<ModelRow>({ compile: () => query.compile(db.builder) })
  const more = limit > 0 && rows.length > limit
  const models = await toModels(db, more ? rows.slice(0, limit) : rows)
  if (models.length === 0) return '{}'
  return toJson({
    models,
    ...(more && { next_page_token: encodeLoggedModelPageToken(search.asked, offset + limit) }),
  } satisfies SearchLoggedModelsResponse)
}

type DatasetFilter = NonNullable<SearchLoggedModels['datasets']>[number]

function matches(
  dialect: Dialect,
  comparison: LoggedModelComparison,
  datasets: readonly DatasetFilter[],
): RawBuilder<unknown> {
  const { type, key } = comparison
  if (type === 'attribute') return condition(dialect, comparable(key, comparison.value), comparison)
  if (type === 'parameter') {
    return sql`exists (select 1 from logged_model_params x where x.model_id = m.model_id and x.param_key = ${key}
      and ${condition(dialect, sql`x.param_value`, comparison)})`
  }
  if (type === 'tag') {
    return sql`exists (select 1 from logged_model_tags x where x.model_id = m.model_id and x.tag_key = ${key}
      and ${condition(dialect, sql`x.tag_value`, comparison)})`
  }
  const ofDataset = datasets.length > 0 ? sql`and (${sql.join(datasets.map(isDataset), sql` or `)})` : sql``
  return sql`exists (select 1 from logged_model_metrics x where x.model_id = m.model_id and x.metric_name = ${key}
    and ${condition(dialect, sql`x.metric_value`, comparison)} ${ofDataset})`
}

function isDataset({ dataset_name = '', dataset_digest }: DatasetFilter): RawBuilder<unknown> {
  const digest = dataset_digest ? sql` and x.dataset_digest = ${dataset_digest}` : sql``
  return sql`(x.dataset_name = ${dataset_name}${digest})`
}

interface Order {
  readonly join?: RawBuilder<unknown>
  readonly by: readonly RawBuilder<unknown>[]
}

/** MLflow lets numbers be compared with text; databases with types do not. */
function comparable(key: string, value: LoggedModelComparison['value']): RawBuilder<unknown> {
  const column = sql.ref(`m.${key}`)
  return NUMBERS.has(key) && typeof value === 'string' ? sql`(${column} || '')` : column
}

const NUMBERS = new Set(['experiment_id', 'creation_timestamp_ms', 'last_updated_timestamp_ms', 'status'])

function orderable(dialect: Dialect, key: string): RawBuilder<unknown> {
  const column = sql.ref(`m.${key}`)
  return NUMBERS.has(key) ? column : dialect.byCodePoint(column)
}

/** A model's metric counts with its newest value (largest step, then time), of the dataset named if one is. */
function orderOf(dialect: Dialect, term: LoggedModelOrderTerm, alias: string): Order {
  if (term.type === 'attribute')
    return { by: [dialect.ordered(orderable(dialect, term.key), term.ascending)] }
  const x = sql.ref(alias)
  const name = term.dataset_name ? sql` and dataset_name = ${term.dataset_name}` : sql``
  const digest = term.dataset_digest ? sql` and dataset_digest = ${term.dataset_digest}` : sql``
  const join = sql`left join (
    select model_id, metric_value as value, row_number() over (
      partition by model_id order by metric_timestamp_ms desc, metric_step desc) as place
    from logged_model_metrics where metric_name = ${term.key}${name}${digest}) ${x}
    on ${x}.model_id = m.model_id and ${x}.place = 1`
  return { join, by: [dialect.ordered(sql`${x}.value`, term.ascending)] }
}
