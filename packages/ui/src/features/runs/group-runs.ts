import type { GroupRunsResponse, RunGroup } from '@millrace/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { postOwn } from '../../api/client.ts'
import { searchName } from './columns.ts'
import type { RunsSearch } from './runs-search.ts'
import { askedRuns, groupsKey, searchRuns, toFilter } from './search-runs.ts'

/** The server sums up no more in one request. */
export const MOST_METRICS = 20
const GROUPS_A_PAGE = 100
/** Of an open group; the rest is a filter away. */
const RUNS_OF_GROUP = 100

/** Groups are in the order of a metric's mean, or the largest come first. */
function orderOfGroups(sort: string | undefined, metrics: readonly string[]): string | undefined {
  const id = sort?.replace(/^-/, '')
  if (!sort || !id?.startsWith('metrics.') || !metrics.includes(id.slice('metrics.'.length))) return undefined
  return `${searchName(id)} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`
}

export const groupsQuery = (experimentId: string, search: RunsSearch, metrics: readonly string[]) => {
  const { group = [], sort } = search
  const asked = {
    ...askedRuns(experimentId, search),
    group_by: group.map(searchName),
    metrics,
    order_by: orderOfGroups(sort, metrics),
    max_results: GROUPS_A_PAGE,
  }
  return infiniteQueryOptions({
    queryKey: [...groupsKey(experimentId), asked],
    queryFn: ({ pageParam, signal }) =>
      postOwn<GroupRunsResponse>('runs/group', { ...asked, page_token: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })
}

/**
 * The filter that only a group's runs pass; undefined where MLflow's language has none. It knows no value with both quotes
 * in it, where `_` may stand for one.
 */
export function filterOfGroup(filter: string, fields: readonly string[], values: RunGroup['values']) {
  const terms = fields.map((field, i) => {
    const value = values[i] ?? null
    const name = searchName(field)
    if (value === null) return /^(params|tags)\./.test(field) ? `${name} IS NULL` : undefined
    if (!value.includes("'")) return `${name} = '${value}'`
    return value.includes('"') ? `${name} LIKE '${value.replaceAll("'", '_')}'` : `${name} = "${value}"`
  })
  return terms.includes(undefined) ? undefined : [toFilter(filter), ...terms].filter(Boolean).join(' AND ')
}

export const runsOfGroupQuery = (experimentId: string, search: RunsSearch, filter: string) =>
  queryOptions({
    queryKey: [...groupsKey(experimentId), 'runs', filter, search.sort, search.view, search.col],
    queryFn: ({ signal }) => searchRuns(experimentId, search, { filter, maxResults: RUNS_OF_GROUP }, signal),
    staleTime: 30_000,
  })
