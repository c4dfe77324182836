import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import { useDebouncedText } from '../components/use-debounced-text.ts'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { CreateModelDialog } from '../features/models/model-dialogs.tsx'
import { MODEL_ROW_HEIGHT, ModelList } from '../features/models/model-list.tsx'
import type { ModelsSearch } from '../features/models/models-search.ts'
import { registerSnippet } from '../features/models/snippet-texts.ts'
import { Snippets } from '../features/models/snippets.tsx'
import { useModels } from '../features/models/use-models.ts'
import { useModelText } from '../i18n/models.ts'
import css from './models-page.module.css'

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
  const found = useModels(search)
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
      {refusal && (
        <p id={REFUSAL_ID} role="status" className={css.refused}>
          {refusal.message}
        </p>
      )}
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
    return error ? (
      <ErrorState error={error} onRetry={retry} />
    ) : (
      <Skeleton rows={12} height={MODEL_ROW_HEIGHT} />
    )
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
      <p className={css.hint}>{t('models.none.hint')}</p>
      <Snippets
        snippet={registerSnippet}
        language={search.lang}
        onLanguage={(lang) => onChange({ lang: lang === 'python' ? undefined : lang })}
      />
    </EmptyState>
  )
}
