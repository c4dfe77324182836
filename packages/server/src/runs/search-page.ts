import type { Executor } from '../db/executor.ts'
import { encodePageToken, type OrderTerm } from '../search/index.ts'
import { runTexts } from './details.ts'
import { countRuns, idsByMetric, idsBySorting, idsOfNewest, type RunSearch } from './page-ids.ts'

/** A page of runs as JSON text: first the ids, then their details, a few statements whatever the page. */
export async function searchRunsPage(db: Executor, search: RunSearch): Promise<string> {
  const ids = await pageIds(db, search)
  if (ids.length === 0) return '{}'
  const more = ids.length > search.limit
  const texts = await runTexts(db, more ? ids.slice(0, search.limit) : ids)
  const token = more ? `,"next_page_token":"${encodePageToken(search.offset + search.limit)}"` : ''
  return `{"runs":[${texts.join(',')}]${token}}`
}

/** The ids of a page and one more, by whichever way costs less. */
export async function pageIds(db: Executor, search: RunSearch): Promise<string[]> {
  return (await hasManyRuns(db, search))
    ? idsByMetric(db, search, search.order[0] as OrderTerm)
    : ((await idsOfNewest(db, search)) ?? idsBySorting(db, search))
}

/** Up to here sorting all runs by a metric costs less than walking through the metric's values of all experiments. */
const MANY_RUNS = 20_000

/** Whether the search orders so many runs by a metric that they should not all be sorted. */
async function hasManyRuns(db: Executor, search: RunSearch): Promise<boolean> {
  if (search.order[0]?.type !== 'metric') return false
  return (await countRuns(db, search, MANY_RUNS + 1)) > MANY_RUNS
}
