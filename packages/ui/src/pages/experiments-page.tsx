import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { Segmented } from '../components/segmented.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import { useDebouncedText } from '../components/use-debounced-text.ts'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { CreateExperimentDialog } from '../features/experiments/experiment-dialogs.tsx'
import { EXPERIMENT_ROW_HEIGHT, ExperimentList } from '../features/experiments/experiment-list.tsx'
import { type ExperimentsSearch, LIFECYCLE_VIEWS } from '../features/experiments/experiments-search.ts'
import { searchExperimentsQuery } from '../features/experiments/search-experiments.ts'
import { useLiveExperiments } from '../features/live/use-live-experiments.ts'
import { useText } from '../i18n/index.ts'

const route = getRouteApi('/experiments')

export function ExperimentsPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [creating, setCreating] = useState(false)
  const change = (part: ExperimentsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const [text, setText] = useDebouncedText(search.q ?? '', (q) => change({ q: q || undefined }))
  useDocumentTitle(t('nav.experiments'))
  useLiveExperiments()

  return (
    <>
      <PageHeader
        title={t('nav.experiments')}
        actions={
          <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
            {t('experiments.create')}
          </Button>
        }
      />
      <Toolbar>
        <SearchBox slashKey label={t('experiments.search')} value={text} onChange={setText} />
        <Segmented
          label={t('field.state')}
          value={search.view ?? 'active'}
          options={LIFECYCLE_VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={(view) => change({ view: view === 'active' ? undefined : view })}
        />
      </Toolbar>
      <Experiments search={search} onSort={(sort) => change({ sort })} />
      {creating && <CreateExperimentDialog onClose={() => setCreating(false)} />}
    </>
  )
}

interface ExperimentsProps {
  search: ExperimentsSearch
  onSort: (sort: string | undefined) => void
}

function Experiments({ search, onSort }: ExperimentsProps) {
  const { t } = useText()
  const query = useInfiniteQuery({ ...searchExperimentsQuery(search), placeholderData: (old) => old })
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const experiments = useMemo(
    () => query.data?.pages.flatMap(({ experiments = [] }) => experiments) ?? [],
    [query.data],
  )
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  if (query.isPending) return <Skeleton rows={12} height={EXPERIMENT_ROW_HEIGHT} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (experiments.length === 0)
    return <EmptyState title={t(search.q ? 'experiments.noMatch' : 'experiments.none')} />
  return <ExperimentList experiments={experiments} sort={search.sort} onSort={onSort} onEnd={onEnd} />
}
