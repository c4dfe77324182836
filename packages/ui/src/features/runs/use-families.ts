import type { TableOfRunsResponse } from '@millrace/contract'
import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { type Families, NO_FAMILIES, type Opened } from './nest-runs.ts'
import { childRunsQuery, type TableSearch } from './search-runs.ts'

type Page = TableOfRunsResponse | undefined

/** Children of the runs that are open, and how many all others have. */
export function useFamilies(
  experimentId: string,
  search: TableSearch,
  open: readonly string[],
  pages: readonly Page[],
  far: readonly Page[],
): Families {
  const asked = search.families ? open : NO_IDS
  const opened = useQueries({
    queries: asked.map((id) => childRunsQuery(experimentId, search, id)),
    combine: useCallback(
      (results: { data?: Page; isError: boolean }[]) =>
        results.map(({ data, isError }) => ({ data, failed: isError && !data })),
      [],
    ),
  })
  return useMemo(() => {
    if (!search.families) return NO_FAMILIES
    const counts = new Map<string, number>()
    for (const page of [...pages, ...far, ...opened.map(({ data }) => data)])
      for (const [id, count] of Object.entries(page?.children ?? {})) counts.set(id, count)
    const families = new Map<string, Opened>()
    asked.forEach((id, i) => {
      const { data, failed = false } = opened[i] ?? {}
      families.set(id, { runs: data && (data.runs ?? []), more: Boolean(data?.next_page_token), failed })
      // New children may have come since the parent's page was read.
      if (data?.runs && !data.next_page_token) counts.set(id, data.runs.length)
    })
    return { counts, opened: families }
  }, [search.families, pages, far, opened, asked])
}

const NO_IDS: readonly string[] = []
