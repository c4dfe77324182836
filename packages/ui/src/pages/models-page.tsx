import { getRouteApi } from '@tanstack/react-router'
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
import { CreateModelDialog } from '../features/models/model-dialogs.tsx'
import { ModelList } from '../features/models/model-list.tsx'
import type { ModelsSearch } from '../features/models/models-search.ts'
import { searchModelsQuery } from '../features/models/search-models.ts'
import { registerSnippet } from '../features/models/snippet-texts.ts'
import { Snippets } from '../features/models/snippets.tsx'
import { useModels } from '../features/models/use-models.ts'
import { useModelText } from '../i18n/models.ts'

const route = getRouteApi('/models')
const REFUSAL_ID = 'models-refusal'

export function ModelsPage() {
  const { t } = useModelText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [creating, setCreating] = useState(false)
  const change = (part: ModelsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const [text, setText] = useDebouncedText(search.q ?? '', (q) => change({ q: q || undefined }))
  const found = useModels(searchModelsQuery(search), search.q)
  const { refusal } = found
  useDocumentTitle(t('nav.models'))

  return (
    <>
      <PageHeader
        title={t('nav.models')}
        actions={
          <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
            {t('models.create')}
          </Button>
        }
      />
      <Toolbar>
        <SearchBox
          slashKey
          label={t('models.search')}
          placeholder={t('models.search.example')}
          value={text}
          onChange={setText}
          aria-invalid={Boolean(refusal)}
          aria-describedby={refusal && REFUSAL_ID}
        />
      </Toolbar>
      <Refusal id={REFUSAL_ID} error={refusal} />
      <Models found={found} search={search} onChange={change} />
      {creating && <CreateModelDialog onClose={() => setCreating(false)} />}
    </>
  )
}

interface ModelsProps {
  found: ReturnType<typeof useModels>
  search: ModelsSearch
  onChange: (part: ModelsSearch) => void
}

function Models({ found, search, onChange }: ModelsProps) {
  const { t } = useModelText()
  const { models, refusal, error, busy, onEnd, retry } = found
  if (!models) {
    if (refusal) return null
    return error ? <ErrorState error={error} onRetry={retry} /> : <RowListSkeleton />
  }
  if (models.length > 0)
    return (
      <ModelList
        models={models}
        sort={search.sort}
        onSort={(sort) => onChange({ sort })}
        {...{ onEnd, busy }}
      />
    )
  if (search.q) return <EmptyState title={t('models.noMatch')} />
  return (
    <EmptyState title={t('models.none')}>
      <span>{t('models.none.hint')}</span>
      <Snippets
        snippet={registerSnippet}
        language={search.lang}
        onLanguage={(lang) => onChange({ lang: lang === 'python' ? undefined : lang })}
      />
    </EmptyState>
  )
}
