import { type FetchInfiniteQueryOptions, type FetchQueryOptions, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/client.ts'

const MAX_RETRIES = 2
const isWorthRetrying = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < MAX_RETRIES && isWorthRetrying(error),
    },
  },
})

/**
 * Ask ahead of the page, which then finds the answer, or the question under way: while it is being drawn or its code
 * fetched, or when its link is pointed at. What is there already is left for the page to keep fresh.
 */
export function ask<T, Key extends readonly unknown[]>(options: FetchQueryOptions<T, Error, T, Key>): void {
  if (queryClient.getQueryData(options.queryKey) === undefined) void queryClient.prefetchQuery(options)
}

/** @returns when there is an answer, or a failure that the page will tell. */
export function askForPages<T, Key extends readonly unknown[]>(
  options: FetchInfiniteQueryOptions<T, Error, T, Key, string>,
): Promise<void> {
  if (queryClient.getQueryData(options.queryKey) !== undefined) return Promise.resolve()
  return queryClient.prefetchInfiniteQuery(options)
}
