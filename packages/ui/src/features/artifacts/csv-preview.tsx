import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import { formatCount } from '../../i18n/format.ts'
import css from './csv-preview.module.css'
import { DataTable } from './data-table.tsx'
import { artifactUrl } from './list-artifacts.ts'
import { rowsOf } from './parse-csv.ts'
import { delimiterOf } from './preview-kind.ts'
import { readRange } from './read-head.ts'

const PAGE_BYTES = 512 * 1024
const AHEAD_ROWS = 200

interface Page {
  rows: string[][]
  /** Where the next one starts; undefined at the end of the file. */
  next: number | undefined
}

/** Rows as they are scrolled to: of a file of any size only what was looked at is fetched. */
export function CsvPreview({ owner, path }: { owner: string; path: string }) {
  const { t, locale } = useArtifactText()
  const query = useInfiniteQuery({
    queryKey: ['artifact-rows', owner, path],
    queryFn: async ({ pageParam: start, signal }): Promise<Page> => {
      const { bytes, total } = await readRange(artifactUrl(owner, path), start, start + PAGE_BYTES, signal)
      const complete = Number.isNaN(total) ? bytes.length < PAGE_BYTES : start + bytes.length >= total
      const { rows, end } = rowsOf(bytes, delimiterOf(path), complete)
      return { rows, next: complete ? undefined : start + end }
    },
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: 30_000,
  })
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const [header = [], ...rows] = useMemo(
    () => query.data?.pages.flatMap((page) => page.rows) ?? [],
    [query.data],
  )
  const onView = useCallback(
    (_: number, last: number) => {
      const isNear = last >= rows.length - AHEAD_ROWS
      if (isNear && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
    },
    [rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage],
  )
  if (query.isPending) return <Skeleton rows={8} height={28} />
  if (query.error && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (header.length === 0) return <EmptyState title={t('artifacts.empty')} />
  return (
    <>
      <DataTable columns={header} count={rows.length} row={(index) => rows[index]} onView={onView} />
      <p className={css.count} role="status">
        {t(hasNextPage ? 'artifacts.rowsLoaded' : 'artifacts.rows', {
          count: rows.length,
          rows: formatCount(rows.length, locale),
        })}
      </p>
    </>
  )
}
