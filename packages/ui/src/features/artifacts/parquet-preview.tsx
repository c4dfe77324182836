import { useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import { formatCount } from '../../i18n/format.ts'
import css from './csv-preview.module.css'
import { DataTable } from './data-table.tsx'
import { artifactUrl } from './list-artifacts.ts'
import { openParquet } from './read-parquet.ts'

const PAGE_ROWS = 200

/** Rows of a Parquet file, of which only the pages in view are fetched and unpacked. */
export function ParquetPreview({ owner, path }: { owner: string; path: string }) {
  const { t, locale } = useArtifactText()
  const [view, setView] = useState([0, 0])
  const key = ['artifact-parquet', owner, path]
  const { data: file, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => openParquet(artifactUrl(owner, path), signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const [first = 0, last = 0] = view.map((row) => Math.floor(row / PAGE_ROWS))
  const shown = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const pages = useQueries({
    queries: shown.map((page) => ({
      queryKey: [...key, page],
      queryFn: () => file?.rows(page * PAGE_ROWS, (page + 1) * PAGE_ROWS) ?? [],
      enabled: Boolean(file),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const onView = useCallback((from: number, to: number) => setView([from, to]), [])
  const failed = error ?? pages.find((page) => page.error)?.error
  if (failed)
    return (
      <EmptyState title={t('artifacts.noPreview')}>
        <span>{failed.message}</span>
      </EmptyState>
    )
  if (!file) return <Skeleton rows={8} height={28} />
  return (
    <>
      <DataTable
        columns={file.columns}
        count={file.count}
        row={(index) => pages[Math.floor(index / PAGE_ROWS) - first]?.data?.[index % PAGE_ROWS]}
        onView={onView}
      />
      <p className={css.count}>
        {t('artifacts.rows', { count: file.count, rows: formatCount(file.count, locale) })}
      </p>
    </>
  )
}
