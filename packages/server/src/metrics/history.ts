import {
  type GetMetricHistory,
  type GetMetricHistoryBulk,
  invalidParameter,
  LIMITS,
} from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { decodePageToken, encodePageToken } from '../search/index.ts'

const POINT = sql`'key', "key", 'value', case when is_nan then 'NaN' else value end, 'timestamp', timestamp, 'step', step`

interface HistoryPage {
  run_id: string
  key: string
  limit: number
  offset: number
}

const historyPage = statement<HistoryPage>()((db, p) => ({
  compile: () =>
    sql<{ points: string; count: number }>`
      select json_group_array(json_object(${POINT})) as points, count(*) as count from (
        select * from metrics where run_uuid = ${p('run_id')} and "key" = ${p('key')}
        order by timestamp, step, value limit ${p('limit')} offset ${p('offset')})`.compile(db),
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
    limit: input.max_results ?? -1,
    offset: decodePageToken(input.page_token),
  }
  return new JsonText(await deps.longReads.run('metricHistory', page))
}

/** A page of one metric's points, oldest first; without a limit all of them. */
export async function metricHistory(db: Executor, page: HistoryPage): Promise<string> {
  const row = await db.first(historyPage, page)
  if (!row || row.count === 0) return '{}'
  const end = page.offset + row.count
  const more = page.limit === row.count && ((await db.first(historyCount, page))?.count ?? 0) > end
  return `{"metrics":${row.points}${more ? `,"next_page_token":"${encodePageToken(end)}"` : ''}}`
}

interface BulkPage {
  run_ids: string
  key: string
  limit: number
}

const bulkPage = statement<BulkPage>()((db, p) => ({
  compile: () =>
    sql<{ points: string }>`
      select json_group_array(json_object(${POINT}, 'run_id', run_uuid)) as points from (
        select * from metrics where run_uuid in (select value from json_each(${p('run_ids')})) and "key" = ${p('key')}
        order by run_uuid, timestamp, step, value limit ${p('limit')})`.compile(db),
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
    limit: Math.min(input.max_results ?? LIMITS.historyPage, LIMITS.historyPage),
  }
  return new JsonText(await deps.longReads.run('metricHistoryBulk', page))
}

/** The points of one metric in several runs, run by run. */
export async function metricHistoryBulk(db: Executor, page: BulkPage): Promise<string> {
  const row = await db.first(bulkPage, page)
  return `{"metrics":${row?.points ?? '[]'}}`
}
