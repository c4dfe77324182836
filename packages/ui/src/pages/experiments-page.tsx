import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Fragment, lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { RowListSkeleton } from '../components/row-list.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { Segmented } from '../components/segmented.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import { useDebouncedText } from '../components/use-debounced-text.ts'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { ExperimentList } from '../features/experiments/experiment-list.tsx'
import { type ExperimentsSearch, LIFECYCLE_VIEWS } from '../features/experiments/experiments-search.ts'
import { useActivity } from '../features/experiments/get-activity.ts'
import { foldersTo, groupByFolder, withoutFolders } from '../features/experiments/group-by-folder.ts'
import { searchExperimentsQuery } from '../features/experiments/search-experiments.ts'
import { useLiveExperiments } from '../features/live/use-live-experiments.ts'
import { useText } from '../i18n/index.ts'

const CreateExperimentDialog = lazy(async () => ({
  default: (await import('../features/experiments/experiment-dialogs.tsx')).CreateExperimentDialog,
}))

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
        crumbs={search.folder && <Folders to={search.folder} />}
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
      {creating && (
        <Suspense>
          <CreateExperimentDialog folder={search.folder ?? ''} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  )
}

/** The way to the folder that is shown. */
function Folders({ to }: { to: string }) {
  const { t } = useText()
  return (
    <>
      <Link to="/experiments" search={(old) => ({ ...old, folder: undefined })}>
        {t('experiments.allFolders')}
      </Link>
      {foldersTo(to).map(({ path, name }) => (
        <Fragment key={path}>
          <span aria-hidden="true">/</span>
          <Link to="/experiments" search={(old) => ({ ...old, folder: path })}>
            {name}
          </Link>
        </Fragment>
      ))}
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
  const pages = query.data?.pages
  // Who looks for words is shown whole names.
  const rows = useMemo(() => {
    const experiments = pages?.flatMap(({ experiments = [] }) => experiments) ?? []
    return search.q ? withoutFolders(experiments) : groupByFolder(experiments, search.folder ?? '')
  }, [pages, search.q, search.folder])
  const activity = useActivity(
    pages?.map(({ experiments = [] }) => experiments.map(({ experiment_id = '' }) => experiment_id)) ?? [],
  )
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  if (query.isPending) return <RowListSkeleton />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (rows.length === 0)
    return <EmptyState title={t(search.q ? 'experiments.noMatch' : 'experiments.none')} />
  return <ExperimentList {...{ rows, activity, onSort, onEnd }} sort={search.sort} />
}
