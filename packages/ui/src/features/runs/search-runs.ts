import type { CountOfRuns, Run, TableOfRunsResponse } from '@millrace/contract'
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { postOwn } from '../../api/client.ts'
import { idsOf } from '../experiments/scope.ts'
import { orderBy } from './columns.ts'
import type { RunsSearch } from './runs-search.ts'
import { askedColumns, rememberSuggested, WHOLE_METRICS } from './shown-columns.ts'

export const PAGE_SIZE = 100

/** Which runs the table asks for, and what of them. */
export interface TableSearch extends Pick<RunsSearch, 'filter' | 'sort' | 'view' | 'col'> {
  /** The column that charts put runs together by. */
  mean?: string | undefined
  /** Children are asked for when their parent is opened. */
  families?: boolean | undefined
}

export type RunPages = InfiniteData<TableOfRunsResponse, string>

/** Of the experiment, or of the several, that a table shows. */
export const runsKey = (experimentId: string) => ['runs', experimentId] as const

/** Every table that shows runs of one of some experiments, alone or with those of others. */
export const tablesWith = (scope: string) => ({
  predicate: ({ queryKey: [kind, shown] }: { queryKey: readonly unknown[] }) =>
    kind === 'runs' && typeof shown === 'string' && idsOf(shown).some((id) => idsOf(scope).includes(id)),
})

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
  /** Only runs without a parent, or only the children of one. */
  kin?: { top: true } | { parent_run_id: string }
}

const tableRequest = (
  experimentId: string,
  search: TableSearch,
  { filter, pageToken, maxResults = PAGE_SIZE, kin }: SearchRequest,
) => ({
  ...askedRuns(experimentId, { view: search.view }),
  ...kin,
  ...askedColumns(experimentId, search),
  whole_metrics: WHOLE_METRICS,
  filter,
  order_by: orderBy(search.sort),
  max_results: maxResults,
  page_token: pageToken || undefined,
})

/** What a plain link to an experiment asks first. */
export const firstRequest = (experimentId: string) =>
  tableRequest(experimentId, { families: true }, { filter: '', ...kinOf({ families: true }) })

export async function searchRuns(
  experimentId: string,
  search: TableSearch,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<TableOfRunsResponse> {
  const asked = tableRequest(experimentId, search, request)
  const found = await postOwn<TableOfRunsResponse>('runs/table', asked, signal)
  rememberSuggested(experimentId, found.columns)
  return found
}

/** What makes two searches different questions. */
const partsOf = (search: TableSearch) => {
  const { filter = '', sort, view, col, mean, families } = search
  const columns = col?.filter((id) => !id.startsWith('attributes.')).toSorted()
  return [toFilter(filter), sort, view, columns, mean, families] as const
}

const kinOf = ({ families }: TableSearch) => (families ? ({ kin: { top: true } } as const) : {})

/** The table's page from a place on. */
export const searchPage = (
  experimentId: string,
  search: TableSearch,
  pageToken: string,
  signal?: AbortSignal,
): Promise<TableOfRunsResponse> =>
  searchRuns(
    experimentId,
    search,
    { filter: toFilter(search.filter ?? ''), pageToken, ...kinOf(search) },
    signal,
  )

export const searchRunsQuery = (experimentId: string, search: TableSearch) =>
  infiniteQueryOptions({
    queryKey: [...runsKey(experimentId), 'search', ...partsOf(search)],
    queryFn: ({ pageParam, signal }) => searchPage(experimentId, search, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    // Reading every loaded page again would be a flood; live changes touch single rows.
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })

/** The server's own token of the page that begins there: any place in the table is one request away. */
const pageTokenAt = (offset: number) => btoa(`{"offset": ${offset}}`)

/** Groups of runs, and the runs of those that are open. */
export const groupsKey = (experimentId: string) => [...runsKey(experimentId), 'group'] as const

/** Pages that were jumped to; what the server knows of their place is their number. */
export const runsPageKey = (experimentId: string) => [...runsKey(experimentId), 'page'] as const

export const runsPageQuery = (experimentId: string, search: TableSearch, page: number) =>
  queryOptions({
    queryKey: [...runsPageKey(experimentId), ...partsOf(search), page],
    queryFn: ({ signal }) => searchPage(experimentId, search, pageTokenAt(page * PAGE_SIZE), signal),
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })

/** Metrics that charts in view ask for. */
export const latestKey = ['latest'] as const

/** Children of runs that are open in the table. */
export const familiesKey = (experimentId: string) => [...runsKey(experimentId), 'children'] as const

/** Of one parent; the rest is a filter away. */
const SHOWN_CHILDREN = 200

export const childRunsQuery = (experimentId: string, search: TableSearch, parent_run_id: string) =>
  queryOptions({
    queryKey: [...familiesKey(experimentId), parent_run_id, ...partsOf(search)],
    queryFn: ({ signal }) =>
      searchRuns(
        experimentId,
        search,
        { filter: toFilter(search.filter ?? ''), maxResults: SHOWN_CHILDREN, kin: { parent_run_id } },
        signal,
      ),
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })

/** What endpoints of ours take for the runs of a table. */
export const askedRuns = (experimentId: string, { filter = '', view }: RunsSearch) => ({
  experiment_ids: idsOf(experimentId),
  filter: toFilter(filter),
  run_view_type: view === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
})

/** How many runs match; of families those on top, and all. */
export const countRunsQuery = (experimentId: string, search: TableSearch) => {
  const asked = { ...askedRuns(experimentId, search), ...(search.families && { top: true }) }
  return queryOptions({
    queryKey: [...runsKey(experimentId), 'count', asked],
    queryFn: ({ signal }) => postOwn<CountOfRuns>('runs/count', asked, signal),
    staleTime: 30_000,
  })
}

export const runIdOf = (run: Run): string => run.info?.run_id ?? ''

/** Pages are cut by offset: while runs arrive, one may slide onto the next page too. It is shown where it was first. */
export function runsOf(pages: InfiniteData<TableOfRunsResponse> | undefined): Run[] {
  const byId = new Map<string, Run>()
  for (const { runs = [] } of pages?.pages ?? [])
    for (const run of runs) if (!byId.has(runIdOf(run))) byId.set(runIdOf(run), run)
  return [...byId.values()]
}

/** Puts fresh copies in place of the asked-for runs; one the server no longer returns leaves the table. */
export function patchRuns(pages: RunPages, asked: ReadonlySet<string>, fresh: Run[]): RunPages {
  return { ...pages, pages: pages.pages.map((page) => patchPage(page, asked, fresh)) }
}

export function patchPage(
  page: TableOfRunsResponse,
  asked: ReadonlySet<string>,
  fresh: Run[],
): TableOfRunsResponse {
  const byId = new Map(fresh.map((run) => [runIdOf(run), run]))
  const replace = (run: Run): Run[] => {
    const id = runIdOf(run)
    if (!asked.has(id)) return [run]
    const newer = byId.get(id)
    return newer ? [newer] : []
  }
  return { ...page, runs: page.runs?.flatMap(replace) }
}
