import type { SearchExperimentsResponse } from '@millrace/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import type { ExperimentsSearch } from './experiments-search.ts'

const PAGE_SIZE = 200

/** MLflow's filter has no escapes: a quote of the other kind, or `_` (any one character) for both. */
export function nameFilter(text: string): string {
  if (!text) return ''
  if (!text.includes("'")) return `name ILIKE '%${text}%'`
  return `name ILIKE "%${text.replaceAll('"', '_')}%"`
}

const ORDER: Record<string, string> = { name: 'name', created: 'creation_time', updated: 'last_update_time' }

function orderBy(sort: string | undefined): string[] {
  const column = sort && ORDER[sort.replace(/^-/, '')]
  return column ? [`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`] : []
}

export const experimentsKey = ['experiments'] as const

export const searchExperimentsQuery = ({ q = '', view = 'active', sort }: ExperimentsSearch) =>
  infiniteQueryOptions({
    queryKey: [...experimentsKey, 'search', q, view, sort],
    queryFn: ({ pageParam, signal }) =>
      post<SearchExperimentsResponse>(
        'experiments/search',
        {
          filter: nameFilter(q.trim()),
          view_type: view === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
          order_by: orderBy(sort),
          max_results: PAGE_SIZE,
          page_token: pageParam || undefined,
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })
