import type { FileInfo } from '@millrace/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatBytes } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import css from './artifact-tree.module.css'
import { listArtifactsQuery } from './list-artifacts.ts'
import { nameOf } from './name-of.ts'
import { usePathTo } from './path-to.tsx'

const ROW_HEIGHT = 30
const SHOWN_AT_ONCE = 200

interface TreeProps {
  owner: string
  /** What is being looked at; folders on its way are open. */
  selected: string
}

export function Folder({ path, ...tree }: TreeProps & { path: string }) {
  const { t } = useRunText()
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const query = useInfiniteQuery(listArtifactsQuery(tree.owner, path))
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
  const pathTo = usePathTo()
  const { path = '', is_dir, file_size = 0 } = file
  if (is_dir) return <FolderEntry path={path} {...tree} />
  return (
    <li>
      <Link
        {...pathTo(path)}
        className={css.row}
        aria-current={path === tree.selected ? 'page' : undefined}
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

/** Opening a folder looks at it too: it may be downloaded, or be a gallery. */
function FolderEntry({ path, ...tree }: TreeProps & { path: string }) {
  const navigate = useNavigate()
  const pathTo = usePathTo()
  const [open, setOpen] = useState(tree.selected === path || tree.selected.startsWith(`${path}/`))
  const toggle = () => {
    setOpen(!open)
    if (!open) void navigate({ ...pathTo(path), replace: true })
  }
  return (
    <li>
      <button
        type="button"
        className={css.row}
        aria-expanded={open}
        aria-current={path === tree.selected ? 'page' : undefined}
        onClick={toggle}
      >
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
