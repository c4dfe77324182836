import type { TableOfRunsResponse } from '@millrace/contract'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { nestRuns, type TableRow } from './nest-runs.ts'
import { type RowSource, rowSource } from './row-source.ts'
import {
  countRunsQuery,
  PAGE_SIZE,
  runsOf,
  runsPageQuery,
  searchRunsQuery,
  type TableSearch,
} from './search-runs.ts'
import { useFamilies } from './use-families.ts'

/** Rows that are drawn, first and last. */
export type RowRange = readonly [first: number, last: number]

/** Pages are asked for a little before they are in view. */
const AHEAD = 30
const NONE: TableOfRunsResponse[] = []

/**
 * The table's rows: read page by page from the top, and wherever the reader jumps to. How many there are is asked once more
 * than a page is.
 */
export function useRunRows(experimentId: string, search: TableSearch, open: readonly string[]) {
  const query = useInfiniteQuery({ ...searchRunsQuery(experimentId, search), placeholderData: (old) => old })
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData, fetchNextPage } = query
  const refused = query.error instanceof ApiError && query.error.status === 400 && Boolean(search.filter)
  // A refused filter leaves the last answer on the page while it is mended.
  const lastPages = useRef(query.data)
  if (query.data) lastPages.current = query.data
  const data = refused ? lastPages.current : query.data
  const isWhole = !hasNextPage || refused
  const isKnown = query.isSuccess && !isPlaceholderData
  const { far, numbers, setWanted } = useFarPages(experimentId, search)

  const runs = useMemo(() => runsOf(data), [data])
  const pages = data?.pages ?? NONE
  const families = useFamilies(experimentId, search, open, pages, far)
  const first = useMemo(() => nestRuns(runs, families), [runs, families])
  const firstPages = pages.length
  // Children that are not open count as well.
  const hasFamilies = families.counts.size > 0
  const { data: counted } = useQuery({
    ...countRunsQuery(experimentId, search),
    enabled: isKnown && (hasNextPage || hasFamilies),
  })
  const onPages = isWhole ? 0 : (counted?.count ?? 0)
  const rows = useMemo(() => {
    const below = new Map<number, TableRow[]>()
    numbers.forEach((page, i) => {
      const found = far[i]?.runs
      if (found && page >= firstPages) below.set(page, nestRuns(found, families))
    })
    return rowSource({ first, firstPages, total: onPages, pages: below })
  }, [first, firstPages, onPages, numbers, far, families])

  const isMoreHere = !isWhole && !isFetchingNextPage && !isFetchNextPageError
  const onRange = useCallback(
    ([from, to]: RowRange) => {
      const seesEnd = from - AHEAD <= rows.near && to + AHEAD >= rows.near
      if (seesEnd && isMoreHere) void fetchNextPage()
      setWanted(seesEnd ? '' : pagesIn([from, to], rows, onPages).join())
    },
    [rows, onPages, isMoreHere, fetchNextPage, setWanted],
  )

  const total = isWhole && !hasFamilies ? runs.length : (counted?.all ?? counted?.count)
  return {
    query,
    refused,
    rows,
    runs,
    onRange,
    hasAnswer: data !== undefined,
    /** How many runs match; undefined while that is not known. */
    total,
    /** Runs of which not all metrics are here. */
    partial: useMemo(() => new Set(pages.flatMap(({ partial }) => partial ?? [])), [pages]),
  }
}

/** The pages that the reader jumped to. */
function useFarPages(experimentId: string, search: TableSearch) {
  const [wanted, setWanted] = useState('')
  const numbers = useMemo(() => (wanted ? wanted.split(',').map(Number) : []), [wanted])
  const far = useQueries({
    queries: numbers.map((page) => runsPageQuery(experimentId, search, page)),
    combine: useCallback(
      (results: { data?: TableOfRunsResponse | undefined }[]) => results.map(({ data }) => data),
      [],
    ),
  })
  return { far, numbers, setWanted }
}

/** Numbers of the pages below the first ones that have rows in view. */
function pagesIn([from, to]: RowRange, rows: RowSource, total: number): number[] {
  if (to < rows.near) return []
  const last = Math.ceil(total / PAGE_SIZE) - 1
  const start = rows.pageAt(Math.max(rows.near, from - AHEAD))
  const end = Math.min(last, rows.pageAt(Math.max(rows.near, to + AHEAD)))
  return Array.from({ length: Math.max(0, end - start + 1) }, (_, i) => start + i)
}
