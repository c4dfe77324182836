import type { FileInfo } from '@millrace/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatBytes } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import css from './artifact-tree.module.css'
import { listArtifactsQuery } from './list-artifacts.ts'

const ROW_HEIGHT = 30
const SHOWN_AT_ONCE = 200

export interface TreeProps {
  experimentId: string
  runId: string
  /** The file being looked at; folders on its way are open. */
  selected: string
}

export const nameOf = (path: string) => path.split('/').at(-1) ?? path

export function Folder({ path, ...tree }: TreeProps & { path: string }) {
  const { t } = useRunText()
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const query = useInfiniteQuery(listArtifactsQuery(tree.runId, path))
  const files = query.data?.pages.flatMap(({ files = [] }) => files) ?? []
  const hidden = files.length - limit

  if (query.isPending) return <Skeleton rows={path ? 1 : 5} height={ROW_HEIGHT} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const showMore = () => (hidden > 0 ? setLimit(limit + SHOWN_AT_ONCE) : void query.fetchNextPage())
  return (
    <ul className={css.folder}>
      {files.slice(0, limit).map((file) => (
        <Entry key={file.path} file={file} {...tree} />
      ))}
      {(hidden > 0 || query.hasNextPage) && (
        <li>
          <Button tone="quiet" onClick={showMore}>
            {hidden > 0 ? t('artifacts.more', { count: hidden }) : t('artifacts.loadMore')}
          </Button>
        </li>
      )}
    </ul>
  )
}

function Entry({ file, ...tree }: TreeProps & { file: FileInfo }) {
  const { locale } = useRunText()
  const { path = '', is_dir, file_size = 0 } = file
  if (is_dir) return <FolderEntry path={path} {...tree} />
  const { experimentId, runId, selected } = tree
  return (
    <li>
      <Link
        to="/experiments/$experimentId/runs/$runId/$"
        params={{ experimentId, runId, _splat: `artifacts/${path}` }}
        className={css.row}
        aria-current={path === selected ? 'page' : undefined}
        replace
      >
        <Icon name="file" size={14} />
        <span className={css.name} title={nameOf(path)}>
          {nameOf(path)}
        </span>
        <small>{formatBytes(file_size, locale)}</small>
      </Link>
    </li>
  )
}

function FolderEntry({ path, ...tree }: TreeProps & { path: string }) {
  const [open, setOpen] = useState(tree.selected.startsWith(`${path}/`))
  return (
    <li>
      <button type="button" className={css.row} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={open ? css.open : css.closed}>
          <Icon name="chevron" size={10} />
        </span>
        <Icon name="folder" size={14} />
        <span className={css.name} title={nameOf(path)}>
          {nameOf(path)}
        </span>
      </button>
      {open && <Folder path={path} {...tree} />}
    </li>
  )
}
