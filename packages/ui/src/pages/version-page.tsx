import type { ModelVersion } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ErrorState } from '../components/error-state.tsx'
import { Overview } from '../components/overview.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { AliasChip } from '../features/models/alias-chip.tsx'
import { useVersionChanges } from '../features/models/change-model.ts'
import { mlModelQuery } from '../features/models/get-mlmodel.ts'
import { modelQuery, versionQuery } from '../features/models/get-model.ts'
import { HistoryPanel } from '../features/models/history-panel.tsx'
import { LineagePanel } from '../features/models/lineage-panel.tsx'
import { loadSnippet } from '../features/models/load-snippets.ts'
import { SchemaPanel } from '../features/models/schema-panel.tsx'
import { Snippets } from '../features/models/snippets.tsx'
import { VersionActions } from '../features/models/version-actions.tsx'
import { VersionDetails } from '../features/models/version-details.tsx'
import { NotePanel } from '../features/notes/note-panel.tsx'
import { TagsPanel } from '../features/tags/tags-panel.tsx'
import { useModelText } from '../i18n/models.ts'
import css from './version-page.module.css'

const route = getRouteApi('/models/$name/versions/$version')

export function VersionPage() {
  const { t } = useModelText()
  const { name, version } = route.useParams()
  const { data: found, error, refetch } = useQuery(versionQuery(name, version))
  const title = t('versions.number', { version })
  useDocumentTitle(`${name} · ${title}`)
  return (
    <>
      <PageHeader
        crumbs={<Crumbs name={name} />}
        title={
          <>
            <span>{title}</span>
            {found?.aliases?.map((alias) => (
              <AliasChip key={alias} alias={alias} />
            ))}
          </>
        }
        actions={found && <Actions name={name} found={found} />}
      />
      <PageBody>
        {error && !found ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : found ? (
          <VersionOverview key={`${name} ${version}`} found={found} />
        ) : (
          <Skeleton rows={10} height={34} />
        )}
      </PageBody>
    </>
  )
}

function Crumbs({ name }: { name: string }) {
  const { t } = useModelText()
  return (
    <>
      <Link to="/models">{t('nav.models')}</Link>
      <span aria-hidden="true">/</span>
      <Link to="/models/$name" params={{ name }}>
        {name}
      </Link>
    </>
  )
}

function Actions({ name, found }: { name: string; found: ModelVersion }) {
  const { t } = useModelText()
  const navigate = route.useNavigate()
  const { data: model } = useQuery(modelQuery(name))
  return (
    <VersionActions
      label={t('field.actions')}
      version={found}
      aliases={model?.aliases ?? []}
      onDeleted={() => navigate({ to: '/models/$name', params: { name }, replace: true })}
    />
  )
}

function VersionOverview({ found }: { found: ModelVersion }) {
  const { t } = useModelText()
  const { lang } = route.useSearch()
  const navigate = route.useNavigate()
  const { name = '', version = '', description = '', tags = [], aliases = [] } = found
  const changes = useVersionChanges(name, version)
  const { data: files, isPending } = useQuery(mlModelQuery(name, version))
  return (
    <Overview
      main={
        <>
          <NotePanel note={description} onSave={changes.describe} />
          <Panel title={t('snippets.load')}>
            <div className={css.snippets}>
              {!isPending && (
                <Snippets
                  snippet={loadSnippet(name, version, aliases[0], files)}
                  language={lang}
                  onLanguage={(lang) =>
                    void navigate({
                      search: (old) => ({ ...old, lang: lang === 'python' ? undefined : lang }),
                      replace: true,
                    })
                  }
                />
              )}
            </div>
          </Panel>
          {files && <SchemaPanel signature={files.signature} />}
          <LineagePanel name={name} version={version} />
          <HistoryPanel name={name} version={version} />
        </>
      }
      side={
        <>
          <VersionDetails found={found} flavors={files?.flavors ?? []} />
          <TagsPanel tags={tags} changes={changes} />
        </>
      }
    />
  )
}
