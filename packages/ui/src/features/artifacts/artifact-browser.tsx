import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './artifact-browser.module.css'
import { ArtifactPreview } from './artifact-preview.tsx'
import { Folder } from './artifact-tree.tsx'
import { FolderPreview } from './folder-preview.tsx'
import { archiveUrl, isLoggedModel, listArtifactsQuery } from './list-artifacts.ts'
import { type PathTo, PathToProvider } from './path-to.tsx'

const LogHint = lazy(async () => ({ default: (await import('./log-hint.tsx')).LogHint }))

interface Props {
  /** The id of a run or of a logged model. */
  owner: string
  /** The file, or the folder, being looked at; folders on its way are open. */
  selected: string
  pathTo: PathTo
}

export function Artifacts({ owner, selected, pathTo }: Props) {
  const { t } = useArtifactText()
  const { data } = useInfiniteQuery(listArtifactsQuery(owner, ''))
  if (data && !data.pages[0]?.files?.length)
    return (
      <EmptyState title={t('artifacts.none')}>
        <span>{t('artifacts.none.hint')}</span>
        {!isLoggedModel(owner) && (
          <Suspense>
            <LogHint runId={owner} />
          </Suspense>
        )}
      </EmptyState>
    )
  return (
    <PathToProvider value={pathTo}>
      <div className={css.browser}>
        <nav className={css.tree} aria-label={t('artifacts.tree')}>
          <Folder path="" owner={owner} selected={selected} />
          <a className={css.all} href={archiveUrl(owner, '')} download>
            {t('artifacts.downloadAll')}
          </a>
        </nav>
        {selected ? (
          <ArtifactPreview key={selected} owner={owner} path={selected} />
        ) : (
          <FolderPreview owner={owner} path="" />
        )}
      </div>
    </PathToProvider>
  )
}

interface RunProps {
  experimentId: string
  runId: string
  selected: string
}

/** The artifacts of a run, under the addresses that MLflow gives them. */
export function ArtifactBrowser({ experimentId, runId, selected }: RunProps) {
  return (
    <Artifacts
      owner={runId}
      selected={selected}
      pathTo={(path) => ({
        to: '/experiments/$experimentId/runs/$runId/$',
        params: { experimentId, runId, _splat: `artifacts/${path}` },
      })}
    />
  )
}
