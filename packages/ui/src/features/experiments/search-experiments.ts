import type { SearchExperimentsResponse } from '@millrace/contract'
import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import type { ExperimentsSearch } from './experiments-search.ts'
import { FOLDER_TAG } from './group-by-folder.ts'

const PAGE_SIZE = 200

/** MLflow's filter has no escapes: a quote of the other kind, or `_` (any one character) for both. */
export function nameFilter(text: string): string {
  if (!text) return ''
  if (!text.includes("'")) return `name ILIKE '%${text}%'`
  return `name ILIKE "%${text.replaceAll('"', '_')}%"`
}

/** Names that begin with the folder, and have the words after that. */
const inFolder = (folder: string) =>
  folder.includes("'") ? `name LIKE "${folder.replaceAll('"', '_')}%"` : `name LIKE '${folder}%'`

const ORDER: Record<string, string> = { name: 'name', created: 'creation_time', updated: 'last_update_time' }

function orderBy(sort: string | undefined): string[] {
  const column = sort && ORDER[sort.replace(/^-/, '')]
  return column ? [`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`] : []
}

export const experimentsKey = ['experiments'] as const

const searchKey = [...experimentsKey, 'search'] as const

/** More than this in one folder is no folder any more. */
const MOST_TAGGED = 1000

/** Experiments that a tag may have put there: the list looks closer. MLflow's language knows no `OR`, so they are a question more. */
async function readTagged(
  search: ExperimentsSearch,
  signal: AbortSignal | undefined,
): Promise<SearchExperimentsResponse> {
  const [top = ''] = (search.folder ?? '').split('/').filter(Boolean)
  const like = top.includes("'") ? `"${top.replaceAll('"', '_')}%"` : `'${top}%'`
  return askPage(search, `tags.${FOLDER_TAG} LIKE ${like}`, { max_results: MOST_TAGGED }, signal)
}

async function readPage(
  search: ExperimentsSearch,
  page_token: string,
  signal?: AbortSignal,
): Promise<SearchExperimentsResponse> {
  const { folder = '' } = search
  const page = { max_results: PAGE_SIZE, page_token: page_token || undefined }
  const named = askPage(search, folder && inFolder(folder), page, signal)
  if (!folder || page_token) return named
  const [{ experiments = [], next_page_token }, tagged] = await Promise.all([
    named,
    readTagged(search, signal),
  ])
  const known = new Set(experiments.map(({ experiment_id }) => experiment_id))
  const others = tagged.experiments?.filter(({ experiment_id }) => !known.has(experiment_id)) ?? []
  return { experiments: [...others, ...experiments], next_page_token }
}

const askPage = (
  { q = '', view = 'active', sort }: ExperimentsSearch,
  place: string,
  page: { max_results: number; page_token?: string | undefined },
  signal: AbortSignal | undefined,
) =>
  post<SearchExperimentsResponse>(
    'experiments/search',
    {
      filter: [place, nameFilter(q.trim())].filter(Boolean).join(' AND '),
      view_type: view === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
      order_by: orderBy(sort),
      ...page,
    },
    signal,
  )

export const searchExperimentsQuery = (search: ExperimentsSearch) => {
  const { q = '', view = 'active', sort, folder = '' } = search
  return infiniteQueryOptions({
    queryKey: [...searchKey, { q, view, sort, folder }] as const,
    queryFn: ({ pageParam, signal }) => readPage(search, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })
}

type Pages = InfiniteData<SearchExperimentsResponse, string>

/** Brings what came in at the top into the lists on the page, without reading all that is below once more. */
export async function refreshTop(client: QueryClient): Promise<void> {
  const shown = client.getQueryCache().findAll({ queryKey: searchKey, type: 'active' })
  await Promise.all(
    shown.map(async ({ queryKey }) => {
      const top = await readPage(queryKey[2] as ExperimentsSearch, '')
      client.setQueryData<Pages>(queryKey, (old) => (old ? withTop(old, top) : old))
    }),
  )
}

function withTop({ pages, pageParams }: Pages, top: SearchExperimentsResponse): Pages {
  const ids = new Set(top.experiments?.map(({ experiment_id }) => experiment_id))
  const known = new Set(
    pages.flatMap((page) => page.experiments?.map(({ experiment_id }) => experiment_id) ?? []),
  )
  // Pages are cut by offset: where rows came in or left the rest is read as it comes into view.
  const isSame = [...ids].every((id) => known.has(id)) && ids.size === (pages[0]?.experiments?.length ?? 0)
  if (!isSame) return { pages: [top], pageParams: pageParams.slice(0, 1) }
  return { pages: [{ ...top, next_page_token: pages[0]?.next_page_token }, ...pages.slice(1)], pageParams }
}

/** Whether an experiment is in a list that is on the page. */
export function isShown(client: QueryClient, id: string): boolean {
  return client
    .getQueriesData<Pages>({ queryKey: searchKey, type: 'active' })
    .some(([, data]) => data?.pages.some((page) => page.experiments?.some((e) => e.experiment_id === id)))
}
