import type { ModelVersion, SearchModelVersionsResponse } from '@millrace/contract'
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { modelsKey } from './search-models.ts'

const PAGE_SIZE = 50

/** MLflow's filter has no escapes: a quote of the other kind, or for both a pattern that may find more. */
export function sameName(name: string): string {
  if (!name.includes("'")) return `name = '${name}'`
  if (!name.includes('"')) return `name = "${name}"`
  return `name LIKE "${name.replaceAll('"', '_')}"`
}

export const searchVersions = (filter: string, page_token: string, signal: AbortSignal) =>
  get<SearchModelVersionsResponse>(
    'model-versions/search',
    {
      filter,
      order_by: ['version_number DESC'],
      max_results: PAGE_SIZE,
      page_token: page_token || undefined,
    },
    signal,
  )

/** The newest first. */
export const versionsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: [...modelsKey, 'versions', name],
    queryFn: ({ pageParam, signal }) => searchVersions(sameName(name), pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })

export const versionsOf = (
  pages: InfiniteData<SearchModelVersionsResponse> | undefined,
  name: string,
): ModelVersion[] =>
  pages?.pages.flatMap(({ model_versions = [] }) => model_versions.filter((found) => found.name === name)) ??
  []

export const versionsOfRunQuery = (runId: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'of-run', runId],
    queryFn: async ({ signal }) =>
      (await searchVersions(`run_id = '${runId}'`, '', signal)).model_versions ?? [],
  })
