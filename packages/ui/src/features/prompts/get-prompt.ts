import { infiniteQueryOptions } from '@tanstack/react-query'
import { modelsKey } from '../models/search-models.ts'
import { sameName, searchVersions } from '../models/search-versions.ts'
import { PROMPT_TAG } from './prompt-tags.ts'

/** The versions of a prompt with their texts, the newest first. */
export const promptVersionsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: [...modelsKey, 'prompt-versions', name],
    queryFn: ({ pageParam, signal }) =>
      searchVersions(`tags.\`${PROMPT_TAG}\` = 'true' AND ${sameName(name)}`, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })
