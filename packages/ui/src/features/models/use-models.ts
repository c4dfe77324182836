import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import { ApiError } from '../../api/client.ts'
import type { searchModelsQuery } from './search-models.ts'

/** The models, or prompts, that a search finds. A filter `q` that is refused, as half of one is, leaves the last answer. */
export function useModels(search: ReturnType<typeof searchModelsQuery>, q: string | undefined) {
  const query = useInfiniteQuery({ ...search, placeholderData: (old) => old })
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const refusal = query.error instanceof ApiError && query.error.status === 400 && q ? query.error : undefined
  const last = useRef(query.data)
  if (query.data) last.current = query.data
  const pages = refusal ? last.current : query.data
  const models = useMemo(
    () => pages?.pages.flatMap(({ registered_models = [] }) => registered_models),
    [pages],
  )
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  return {
    models,
    refusal,
    error: query.error,
    busy: query.isPlaceholderData || Boolean(refusal),
    onEnd,
    retry: () => void query.refetch(),
  }
}
