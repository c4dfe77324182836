import type { Run, SearchRunsResponse } from '@millrace/contract'
import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import { orderBy } from './columns.ts'
import type { RunsSearch } from './runs-search.ts'

const PAGE_SIZE = 100

export type RunPages = InfiniteData<SearchRunsResponse, string>

export const runsKey = (experimentId: string) => ['runs', experimentId] as const

const OPERATOR = /[=<>]|\s(i?like|in|not|is)\s/i

/** Whether a text is MLflow's filter, or just words. */
export const isFilter = (text: string): boolean => OPERATOR.test(text)

/** Words without an operator are looked for in run names: what most people mean when they just type. */
export function toFilter(text: string): string {
  const words = text.trim()
  if (words === '' || isFilter(words)) return words
  return words.includes("'")
    ? `attributes.run_name ILIKE "%${words.replaceAll('"', '_')}%"`
    : `attributes.run_name ILIKE '%${words}%'`
}

interface SearchRequest {
  filter: string
  pageToken?: string
  maxResults?: number
}

export function searchRuns(
  experimentId: string,
  { sort, view }: RunsSearch,
  { filter, pageToken, maxResults = PAGE_SIZE }: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchRunsResponse> {
  return post<SearchRunsResponse>(
    'runs/search',
    {
      experiment_ids: [experimentId],
      filter,
      order_by: orderBy(sort),
      run_view_type: view === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
      max_results: maxResults,
      page_token: pageToken || undefined,
    },
    signal,
  )
}

export const searchRunsQuery = (experimentId: string, search: RunsSearch) => {
  const filter = toFilter(search.filter ?? '')
  return infiniteQueryOptions({
    queryKey: [...runsKey(experimentId), 'search', filter, search.sort, search.view],
    queryFn: ({ pageParam, signal }) =>
      searchRuns(experimentId, search, { filter, pageToken: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    // Reading every loaded page again would be a flood; live changes touch single rows.
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })
}

export const runIdOf = (run: Run): string => run.info?.run_id ?? ''

/** Pages are cut by offset: while runs arrive, one may slide onto the next page too. It is shown where it was first. */
export function runsOf(pages: InfiniteData<SearchRunsResponse> | undefined): Run[] {
  const byId = new Map<string, Run>()
  for (const { runs = [] } of pages?.pages ?? [])
    for (const run of runs) if (!byId.has(runIdOf(run))) byId.set(runIdOf(run), run)
  return [...byId.values()]
}

/** Puts fresh copies in place of the asked-for runs; one the server no longer returns leaves the table. */
export function patchRuns(pages: RunPages, asked: ReadonlySet<string>, fresh: Run[]): RunPages {
  const byId = new Map(fresh.map((run) => [runIdOf(run), run]))
  const replace = (run: Run): Run[] => {
    const id = runIdOf(run)
    if (!asked.has(id)) return [run]
    const newer = byId.get(id)
    return newer ? [newer] : []
  }
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, runs: page.runs?.flatMap(replace) })) }
}
