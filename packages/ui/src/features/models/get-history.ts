import type { AliasAtResponse, RegistryHistoryResponse } from '@millrace/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getOwn } from '../../api/client.ts'
import { modelsKey } from './search-models.ts'

const PAGE_SIZE = 20

/** What was changed in a model, or in one of its versions; the newest first. */
export const historyQuery = (name: string, version: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...modelsKey, 'history', name, version],
    queryFn: ({ pageParam, signal }) =>
      getOwn<RegistryHistoryResponse>(
        'registered-models/history',
        { name, version, max_results: PAGE_SIZE, page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })

/** Which version an alias named on a day. */
export const aliasAtQuery = (name: string, alias: string, at: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'alias-at', name, alias, at],
    queryFn: ({ signal }) =>
      getOwn<AliasAtResponse>('registered-models/alias-at', { name, alias, at }, signal),
    retry: false,
  })
