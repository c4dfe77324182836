import type { SearchRegisteredModelsResponse } from '@millrace/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { nameFilter } from '../experiments/search-experiments.ts'
import { isFilter } from '../runs/search-runs.ts'
import type { ModelsSearch } from './models-search.ts'

const PAGE_SIZE = 100

/** Whatever the page knows of the registry: a change of one thing may show in any other. */
export const modelsKey = ['models'] as const

const ORDER: Record<string, string> = { name: 'name', updated: 'last_updated_timestamp' }

export function orderBy(sort: string | undefined): string[] {
  const column = sort && ORDER[sort.replace(/^-/, '')]
  return column ? [`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`] : []
}

/** A name, or MLflow's filter. */
export const modelFilter = (text: string): string => (isFilter(text) ? text.trim() : nameFilter(text.trim()))

export const searchModelsQuery = ({ q = '', sort }: ModelsSearch) =>
  infiniteQueryOptions({
    queryKey: [...modelsKey, 'search', q, sort],
    queryFn: ({ pageParam, signal }) =>
      get<SearchRegisteredModelsResponse>(
        'registered-models/search',
        {
          filter: modelFilter(q) || undefined,
          order_by: orderBy(sort),
          max_results: PAGE_SIZE,
          page_token: pageParam || undefined,
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })
