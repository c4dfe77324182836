import type { ModelVersion, RegisteredModel } from '@millrace/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { Menu } from '../components/menu.tsx'
import { Overview } from '../components/overview.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { useModelChanges, useVersionChanges } from '../features/models/change-model.ts'
import { modelQuery } from '../features/models/get-model.ts'
import { versionsOf } from '../features/models/search-versions.ts'
import { promptVersionsQuery } from '../features/prompts/get-prompt.ts'
import { DeletePromptDialog, NewVersionDialog } from '../features/prompts/prompt-dialogs.tsx'
import { PromptVersion } from '../features/prompts/prompt-version.tsx'
import { PromptVersions } from '../features/prompts/prompt-versions.tsx'
import type { PromptSearch } from '../features/prompts/prompts-search.ts'
import { isOwnPromptTag, readPrompt } from '../features/prompts/read-prompt.ts'
import { TagsPanel } from '../features/tags/tags-panel.tsx'
import { usePromptText } from '../i18n/prompts.ts'

const route = getRouteApi('/prompts/$name')

export function PromptPage() {
  const { name } = route.useParams()
  return <PromptOf key={name} name={name} />
}

function PromptOf({ name }: { name: string }) {
  const { t } = usePromptText()
  const search = route.useSearch()
  const prompt = useQuery(modelQuery(name))
  const query = useInfiniteQuery(promptVersionsQuery(name))
  const versions = versionsOf(query.data, name)
  const shown = search.promptVersion ?? versions[0]?.version
  const found = versions.find(({ version }) => version === shown)
  const error = prompt.error ?? query.error
  const navigate = route.useNavigate()
  const change = (part: PromptSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  useDocumentTitle(name)
  const retry = () => {
    void prompt.refetch()
    void query.refetch()
  }
  return (
    <>
      <PageHeader
        crumbs={<Link to="/prompts">{t('nav.prompts')}</Link>}
        title={
          <>
            <span title={name}>{name}</span>
            <CopyButton text={name} label={t('prompts.copyName')} />
          </>
        }
        actions={prompt.data && <PromptActions name={name} shown={found} />}
      />
      <PageBody>
        {error && !(prompt.data && query.data) ? (
          <ErrorState error={error} onRetry={retry} />
        ) : !prompt.data || !query.data ? (
          <Skeleton rows={10} height={34} />
        ) : (
          <Overview
            main={
              found ? (
                <PromptVersion
                  key={shown}
                  prompt={prompt.data}
                  {...{ found, versions, search }}
                  onChange={change}
                />
              ) : (
                <EmptyState
                  title={
                    shown === undefined ? t('prompts.noVersions') : t('prompts.noVersion', { version: shown })
                  }
                />
              )
            }
            side={
              <>
                <PromptVersions
                  {...{ name, versions, shown: found?.version, against: search.against }}
                  more={
                    query.hasNextPage && (
                      <Button
                        tone="quiet"
                        disabled={query.isFetchingNextPage}
                        onClick={() => void query.fetchNextPage()}
                      >
                        {t('artifacts.loadMore')}
                      </Button>
                    )
                  }
                />
                <PromptTags prompt={prompt.data} />
                {found && <VersionTags found={found} />}
              </>
            }
          />
        )}
      </PageBody>
    </>
  )
}

function PromptActions({ name, shown }: { name: string; shown: ModelVersion | undefined }) {
  const { t } = usePromptText()
  const navigate = route.useNavigate()
  const [dialog, setDialog] = useState<'version' | 'delete'>()
  const close = () => setDialog(undefined)
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setDialog('version')}>
        {t('prompts.newVersion')}
      </Button>
      <Menu
        label={t('field.actions')}
        items={[{ label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') }]}
      />
      {dialog === 'version' && (
        <NewVersionDialog
          name={name}
          from={shown && readPrompt(shown)}
          onCreated={(promptVersion) =>
            void navigate({ search: (old) => ({ ...old, promptVersion, against: undefined }) })
          }
          onClose={close}
        />
      )}
      {dialog === 'delete' && <DeletePromptDialog name={name} onClose={close} />}
    </>
  )
}

function PromptTags({ prompt: { name = '', tags = [] } }: { prompt: RegisteredModel }) {
  const { t } = usePromptText()
  return (
    <TagsPanel title={t('prompts.tags')} tags={tags.filter(isOwnPromptTag)} changes={useModelChanges(name)} />
  )
}

function VersionTags({ found: { name = '', version = '', tags = [] } }: { found: ModelVersion }) {
  const { t } = usePromptText()
  return (
    <TagsPanel
      title={t('prompts.versionTags', { version })}
      tags={tags.filter(isOwnPromptTag)}
      changes={useVersionChanges(name, version)}
    />
  )
}
