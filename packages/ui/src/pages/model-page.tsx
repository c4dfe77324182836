import type { RegisteredModel } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CopyButton } from '../components/copy-button.tsx'
import { Detail, Details } from '../components/details.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { Menu } from '../components/menu.tsx'
import { Overview } from '../components/overview.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { AliasAtPanel } from '../features/models/alias-at-panel.tsx'
import { AliasesPanel } from '../features/models/aliases-panel.tsx'
import { useModelChanges } from '../features/models/change-model.ts'
import { latestVersionOf, modelQuery } from '../features/models/get-model.ts'
import { HistoryPanel } from '../features/models/history-panel.tsx'
import { DeleteModelDialog, RenameModelDialog } from '../features/models/model-dialogs.tsx'
import type { ModelSearch } from '../features/models/models-search.ts'
import { VersionsPanel } from '../features/models/versions-panel.tsx'
import { NotePanel } from '../features/notes/note-panel.tsx'
import { TagsPanel } from '../features/tags/tags-panel.tsx'
import { useModelText } from '../i18n/models.ts'

const route = getRouteApi('/models/$name')

export function ModelPage() {
  const { t } = useModelText()
  const { name } = route.useParams()
  const { data: model, error, refetch } = useQuery(modelQuery(name))
  useDocumentTitle(name)
  return (
    <>
      <PageHeader
        crumbs={<Link to="/models">{t('nav.models')}</Link>}
        title={
          <>
            <span title={name}>{name}</span>
            <CopyButton text={name} label={t('models.copyName')} />
          </>
        }
        actions={model && <ModelActions model={model} />}
      />
      <PageBody>
        {error && !model ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : model ? (
          <ModelOverview key={name} model={model} />
        ) : (
          <Skeleton rows={10} height={34} />
        )}
      </PageBody>
    </>
  )
}

function ModelOverview({ model }: { model: RegisteredModel }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { name = '', description = '', tags = [], aliases = [] } = model
  const change = (part: ModelSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const changes = useModelChanges(name)
  return (
    <Overview
      main={
        <>
          <NotePanel note={description} onSave={changes.describe} />
          <VersionsPanel model={model} chosen={search.v ?? []} onChoose={(v) => change({ v })} />
          <HistoryPanel name={name} />
        </>
      }
      side={
        <>
          <ModelDetails model={model} />
          <AliasesPanel model={model} />
          <AliasAtPanel name={name} aliases={aliases} alias={search.alias} at={search.at} onAsk={change} />
          <TagsPanel tags={tags} changes={changes} />
        </>
      }
    />
  )
}

function ModelDetails({ model }: { model: RegisteredModel }) {
  const { t } = useModelText()
  const { name = '', creation_timestamp, last_updated_timestamp } = model
  const latest = latestVersionOf(model)
  return (
    <Panel title={t('run.details')}>
      <Details>
        <Detail label={t('models.latest')}>
          {latest && (
            <Link to="/models/$name/versions/$version" params={{ name, version: latest }}>
              {t('versions.number', { version: latest })}
            </Link>
          )}
        </Detail>
        <Detail label={t('models.created')}>
          <TimeAgo time={creation_timestamp} />
        </Detail>
        <Detail label={t('models.updated')}>
          <TimeAgo time={last_updated_timestamp} />
        </Detail>
      </Details>
    </Panel>
  )
}

function ModelActions({ model }: { model: RegisteredModel }) {
  const { t } = useModelText()
  const [dialog, setDialog] = useState<'rename' | 'delete'>()
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu
        label={t('field.actions')}
        items={[
          { label: t('action.rename'), onSelect: () => setDialog('rename') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]}
      />
      {dialog === 'rename' && <RenameModelDialog model={model} onClose={close} />}
      {dialog === 'delete' && <DeleteModelDialog model={model} onClose={close} />}
    </>
  )
}
