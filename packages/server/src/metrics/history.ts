import {
  type GetMetricHistory,
  type GetMetricHistoryBulk,
  invalidParameter,
  LIMITS,
} from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import { jsonMembers, jsonMetricValue, jsonObject } from '../db/json-sql.ts'
import { NO_LIMIT, statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { decodePageToken, encodePageToken } from '../search/index.ts'

/** A point of a table `m` as JSON text, with its run where it is asked for; `key` is the JSON text of what all have in common. */
function pointText(dialect: Dialect, key: string, withRun = false): RawBuilder<string> {
  const { text, integer, json } = jsonMembers(dialect)
  return jsonObject([
    json('key', sql`${key}`),
    json('value', jsonMetricValue(dialect, sql`m.value`, sql`m.is_nan`)),
    integer('timestamp', sql`m.timestamp`),
    integer('step', sql`m.step`),
    ...(withRun ? [text('run_id', sql`m.run_uuid`)] : []),
  ])
}

interface HistoryPage {
  run_id: string
  key: string
  /** The key as JSON text. */
  key_text: string
  limit: number
  offset: number
}

const historyPage = statement<HistoryPage>()((db, p, dialect) => ({
  compile: () =>
    sql<{ points: string | null; count: number }>`
      select ${dialect.joined(pointText(dialect, p('key_text')))} as points, count(*) as count from (
        select * from metrics where run_uuid = ${p('run_id')} and "key" = ${p('key')}
        order by timestamp, step, value limit ${p('limit')} offset ${p('offset')}) m`.compile(db),
}))

const historyCount = statement<{ run_id: string; key: string }>()((db, p) =>
  db
    .selectFrom('metrics')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('run_uuid', '=', p('run_id'))
    .where('key', '=', p('key')),
)

export async function getMetricHistory(deps: Deps, input: GetMetricHistory): Promise<JsonText> {
  if (input.max_results !== undefined && input.max_results < 1) {
    throw invalidParameter(
      `Invalid value ${input.max_results} for parameter 'max_results' supplied. It must be a positive integer.`,
    )
  }
  const page: HistoryPage = {
    run_id: input.run_id ?? '',
    key: input.metric_key ?? '',
    key_text: JSON.stringify(input.metric_key ?? ''),
    limit: input.max_results ?? NO_LIMIT,
    offset: decodePageToken(input.page_token),
  }
  return new JsonText(await deps.longReads.run('metricHistory', page))
}

/** A page of one metric's points, oldest first; without a limit all of them. */
export async function metricHistory(db: Executor, page: HistoryPage): Promise<string> {
  const row = await db.first(historyPage, page)
  if (!row?.points) return '{}'
  const end = page.offset + row.count
  const more = page.limit === row.count && ((await db.first(historyCount, page))?.count ?? 0) > end
  return `{"metrics":[${row.points}]${more ? `,"next_page_token":"${encodePageToken(end)}"` : ''}}`
}

interface BulkPage {
  run_ids: string
  key: string
  /** The key as JSON text. */
  key_text: string
  limit: number
}

const bulkPage = statement<BulkPage>()((db, p, dialect) => ({
  compile: () =>
    sql<{ points: string | null }>`
      select ${dialect.joined(pointText(dialect, p('key_text'), true))} as points from (
        select * from metrics where run_uuid in (select value from ${dialect.texts(sql`${p('run_ids')}`)} ids)
          and "key" = ${p('key')}
        order by run_uuid, timestamp, step, value limit ${p('limit')}) m`.compile(db),
}))

export async function getMetricHistoryBulk(deps: Deps, input: GetMetricHistoryBulk): Promise<JsonText> {
  const ids = input.run_id ?? []
  if (ids.length === 0)
    throw invalidParameter('GetMetricHistoryBulk request must specify at least one run_id.')
  if (ids.length > LIMITS.historyRuns) {
    throw invalidParameter(
      `GetMetricHistoryBulk request cannot specify more than ${LIMITS.historyRuns} run_ids. Received ${ids.length} run_ids.`,
    )
  }
  if (input.metric_key === undefined)
    throw invalidParameter('GetMetricHistoryBulk request must specify a metric_key.')
  const page: BulkPage = {
    run_ids: JSON.stringify(ids),
    key: input.metric_key,
    key_text: JSON.stringify(input.metric_key),
    limit: pageSize(input.max_results ?? LIMITS.historyPage),
  }
  return new JsonText(await deps.longReads.run('metricHistoryBulk', page))
}

/** A negative size means no limit but the endpoint's own, as in MLflow. */
function pageSize(asked: number): number {
  return asked < 0 ? LIMITS.historyPage : Math.min(asked, LIMITS.historyPage)
}

/** The points of one metric in several runs, run by run. */
export async function metricHistoryBulk(db: Executor, page: BulkPage): Promise<string> {
  const row = await db.first(bulkPage, page)
  return `{"metrics":[${row?.points ?? ''}]}`
}
