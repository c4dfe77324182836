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

function orderBy(sort: string | undefined): string[] {
  const column = sort && ORDER[sort.replace(/^-/, '')]
  return column ? [`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`] : []
}

/** A name, or MLflow's filter. */
export const modelFilter = (text: string): string => (isFilter(text) ? text.trim() : nameFilter(text.trim()))

/** Registered models in pages: of these some are prompts. */
export const registeredPages = (key: readonly unknown[], filter: string, sort: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...modelsKey, ...key],
    queryFn: ({ pageParam, signal }) =>
      get<SearchRegisteredModelsResponse>(
        'registered-models/search',
        {
          filter: filter || undefined,
          order_by: orderBy(sort),
          max_results: PAGE_SIZE,
          page_token: pageParam || undefined,
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })

export const searchModelsQuery = ({ q = '', sort }: ModelsSearch) =>
  registeredPages(['search', q, sort], modelFilter(q), sort)
