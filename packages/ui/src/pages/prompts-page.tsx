import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Refusal } from '../components/refusal.tsx'
import { RowListSkeleton } from '../components/row-list.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import { useDebouncedText } from '../components/use-debounced-text.ts'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { experimentQuery } from '../features/experiments/get-experiment.ts'
import { Snippets } from '../features/models/snippets.tsx'
import { useModels } from '../features/models/use-models.ts'
import { CreatePromptDialog } from '../features/prompts/prompt-dialogs.tsx'
import { PromptList } from '../features/prompts/prompt-list.tsx'
import { createPromptSnippet } from '../features/prompts/prompt-snippets.ts'
import type { PromptsSearch } from '../features/prompts/prompts-search.ts'
import { searchPromptsQuery } from '../features/prompts/search-prompts.ts'
import { usePromptText } from '../i18n/prompts.ts'

const route = getRouteApi('/prompts')
const REFUSAL_ID = 'prompts-refusal'

export function PromptsPage() {
  const { t } = usePromptText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [creating, setCreating] = useState(false)
  const change = (part: PromptsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const [text, setText] = useDebouncedText(search.q ?? '', (q) => change({ q: q || undefined }))
  const found = useModels(searchPromptsQuery(search), search.q)
  useDocumentTitle(t('nav.prompts'))

  return (
    <>
      <PageHeader
        crumbs={search.experiment && <OfExperiment id={search.experiment} />}
        title={t('nav.prompts')}
        actions={
          <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
            {t('prompts.create')}
          </Button>
        }
      />
      <Toolbar>
        <SearchBox
          slashKey
          label={t('prompts.search')}
          placeholder={t('prompts.search.example')}
          value={text}
          onChange={setText}
          aria-invalid={Boolean(found.refusal)}
          aria-describedby={found.refusal && REFUSAL_ID}
        />
      </Toolbar>
      <Refusal id={REFUSAL_ID} error={found.refusal} />
      <Prompts found={found} search={search} onChange={change} />
      {creating && <CreatePromptDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function OfExperiment({ id }: { id: string }) {
  const { t } = usePromptText()
  const { data } = useQuery(experimentQuery(id))
  return (
    <>
      <span>{t('prompts.ofExperiment')}</span>
      <Link to="/experiments/$experimentId" params={{ experimentId: id }}>
        {data?.name ?? id}
      </Link>
      <span aria-hidden="true">·</span>
      <Link to="/prompts">{t('prompts.showAll')}</Link>
    </>
  )
}

interface PromptsProps {
  found: ReturnType<typeof useModels>
  search: PromptsSearch
  onChange: (part: PromptsSearch) => void
}

function Prompts({ found, search, onChange }: PromptsProps) {
  const { t } = usePromptText()
  const { models: prompts, refusal, error, busy, onEnd, retry } = found
  if (!prompts && refusal) return null
  if (!prompts && error) return <ErrorState error={error} onRetry={retry} />
  if (!prompts) return <RowListSkeleton />
  if (prompts.length > 0)
    return (
      <PromptList {...{ prompts, onEnd, busy }} sort={search.sort} onSort={(sort) => onChange({ sort })} />
    )
  if (search.q || search.experiment) return <EmptyState title={t('prompts.noMatch')} />
  return (
    <EmptyState title={t('prompts.none')}>
      <span>{t('prompts.none.hint')}</span>
      <Snippets
        snippet={createPromptSnippet}
        language={search.lang}
        onLanguage={(lang) => onChange({ lang: lang === 'python' ? undefined : lang })}
      />
    </EmptyState>
  )
}
