import { useInfiniteQuery } from '@tanstack/react-query'
import { EmptyState } from '../../components/empty-state.tsx'
import { useRunText } from '../../i18n/run.ts'
import css from './artifact-browser.module.css'
import { ArtifactPreview } from './artifact-preview.tsx'
import { Folder, type TreeProps } from './artifact-tree.tsx'
import { listArtifactsQuery } from './list-artifacts.ts'

export function ArtifactBrowser(props: TreeProps) {
  const { t } = useRunText()
  const { runId, selected } = props
  const { data } = useInfiniteQuery(listArtifactsQuery(runId, ''))
  if (data && !data.pages[0]?.files?.length)
    return (
      <EmptyState title={t('artifacts.none')}>
        <span>{t('artifacts.none.hint')}</span>
      </EmptyState>
    )
  return (
    <div className={css.browser}>
      <nav className={css.tree} aria-label={t('artifacts.tree')}>
        <Folder path="" {...props} />
      </nav>
      {selected ? (
        <ArtifactPreview key={selected} runId={runId} path={selected} />
      ) : (
        <EmptyState title={t('artifacts.choose')} />
      )}
    </div>
  )
}
