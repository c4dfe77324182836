import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { listArtifactsQuery } from '../artifacts/list-artifacts.ts'
import { runIdOf } from '../runs/search-runs.ts'
import css from './artifacts.module.css'
import { FileComparison } from './file-comparison.tsx'
import { type FileEntry, filesOfBoth } from './files-of-both.ts'
import type { PlotProps } from './plot-props.ts'
import { RunField } from './run-field.tsx'

type Props = Omit<PlotProps, 'rows'>

/** Files of two runs side by side. */
export function Artifacts({ runs, search, onSearch }: Props) {
  const { t } = useChartText()
  const left = runs.find((run) => runIdOf(run) === search.base) ?? runs[0]
  const right =
    runs.find((run) => runIdOf(run) === search.other && run !== left) ?? runs.find((run) => run !== left)
  const leftId = left ? runIdOf(left) : ''
  const rightId = right ? runIdOf(right) : ''
  const { dir = '', file } = search
  const files = useFiles(leftId, rightId, dir)
  const name = (run: typeof left) => run?.info?.run_name || runIdOf(run ?? {})
  return (
    <>
      <div className={css.fields}>
        <RunField
          label={t('compareRuns.left')}
          runs={runs}
          value={leftId}
          onChange={(base) => onSearch({ base })}
        />
        <RunField
          label={t('compareRuns.right')}
          runs={runs}
          value={rightId}
          onChange={(other) => onSearch({ other })}
        />
      </div>
      <div className={css.body}>
        <nav className={css.files} aria-label={t('artifacts.tree')}>
          {dir && (
            <button type="button" onClick={() => onSearch({ dir: folderOf(dir) || undefined })}>
              <Icon name="up" />
              {t('compareRuns.up')}
            </button>
          )}
          {files.entries.map((entry) => (
            <FileButton
              key={entry.path}
              entry={entry}
              open={entry.path === file}
              onOpen={() => onSearch(entry.isDir ? { dir: entry.path } : { file: entry.path })}
            />
          ))}
          {files.hasMore && (
            <button type="button" onClick={files.more}>
              {t('artifacts.loadMore')}
            </button>
          )}
        </nav>
        <div className={css.view}>
          {files.error ? (
            <ErrorState error={files.error} onRetry={files.retry} />
          ) : file ? (
            <FileComparison
              key={`${leftId} ${rightId} ${file}`}
              path={file}
              left={{ id: leftId, name: name(left) }}
              right={{ id: rightId, name: name(right) }}
            />
          ) : (
            <EmptyState title={t(files.entries.length > 0 ? 'artifacts.choose' : 'artifacts.none')} />
          )}
        </div>
      </div>
    </>
  )
}

const folderOf = (path: string) => path.split('/').slice(0, -1).join('/')

function useFiles(leftId: string, rightId: string, dir: string) {
  const left = useInfiniteQuery(listArtifactsQuery(leftId, dir))
  const right = useInfiniteQuery(listArtifactsQuery(rightId, dir))
  const entries = useMemo(() => {
    const files = [left.data, right.data].map((data) => data?.pages.flatMap(({ files = [] }) => files) ?? [])
    return filesOfBoth(files[0] ?? [], files[1] ?? [])
  }, [left.data, right.data])
  return {
    entries,
    error: left.data || right.data ? undefined : (left.error ?? right.error),
    retry: () => void Promise.all([left.refetch(), right.refetch()]),
    hasMore: left.hasNextPage || right.hasNextPage,
    more: () => {
      for (const query of [left, right]) if (query.hasNextPage) void query.fetchNextPage()
    },
  }
}

interface FileButtonProps {
  entry: FileEntry
  open: boolean
  onOpen: () => void
}

function FileButton({ entry: { path, isDir, where }, open, onOpen }: FileButtonProps) {
  const { t } = useChartText()
  return (
    <button type="button" aria-current={open || undefined} onClick={onOpen} title={path}>
      <Icon name={isDir ? 'folder' : 'file'} />
      <span>{path.split('/').at(-1)}</span>
      {where !== 'both' && <small>{t(`compareRuns.only.${where}`)}</small>}
    </button>
  )
}
