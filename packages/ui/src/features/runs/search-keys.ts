import type { KeyCount, RunKeysResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { getOwn } from '../../api/client.ts'
import { idsOf } from '../experiments/scope.ts'
import type { RunsSearch } from './runs-search.ts'

const KEPT_MS = 30_000

const asked = (experimentId: string, { view }: RunsSearch) => ({
  experiment_ids: idsOf(experimentId),
  run_view_type: view === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
})

/** The most frequent keys of each kind that contain a text. */
export const keysQuery = (experimentId: string, search: RunsSearch, contains: string, max_results = 1000) =>
  queryOptions({
    queryKey: ['run-keys', experimentId, search.view, contains, max_results],
    queryFn: ({ signal }) =>
      getOwn<RunKeysResponse>('runs/keys', { ...asked(experimentId, search), contains, max_results }, signal),
    staleTime: KEPT_MS,
  })

/** The most frequent values of a key, named as in a filter. */
export const valuesQuery = (experimentId: string, search: RunsSearch, key: string, contains: string) =>
  queryOptions({
    queryKey: ['run-values', experimentId, search.view, key, contains],
    queryFn: async ({ signal }) => {
      const query = { ...asked(experimentId, search), key, contains, max_results: 50 }
      return (await getOwn<{ values: KeyCount[] }>('runs/values', query, signal)).values
    },
    staleTime: KEPT_MS,
  })
