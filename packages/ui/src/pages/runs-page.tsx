import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { ApiError } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { errorText } from '../components/error-text.ts'
import { PageHeader } from '../components/page-header.tsx'
import { Segmented } from '../components/segmented.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { LIFECYCLE_VIEWS } from '../features/experiments/experiments-search.ts'
import { experimentQuery } from '../features/experiments/get-experiment.ts'
import { useLiveRuns } from '../features/live/use-live-runs.ts'
import { ColumnPicker } from '../features/runs/column-picker.tsx'
import { collectKeys, parseColumn } from '../features/runs/columns.ts'
import { FirstRunHint } from '../features/runs/first-run-hint.tsx'
import { flatRuns, nestRuns } from '../features/runs/nest-runs.ts'
import { RunFilter } from '../features/runs/run-filter.tsx'
import type { RunsSearch } from '../features/runs/runs-search.ts'
import { RUN_ROW_HEIGHT, RunsTable } from '../features/runs/runs-table.tsx'
import { runsOf, searchRunsQuery } from '../features/runs/search-runs.ts'
import { useDefaultColumns } from '../features/runs/use-default-columns.ts'
import { useText } from '../i18n/index.ts'
import css from './runs-page.module.css'

const route = getRouteApi('/experiments/$experimentId')
const NEAR_TOP_PX = RUN_ROW_HEIGHT / 2

export function RunsPage() {
  const { experimentId } = route.useParams()
  return <RunsOf key={experimentId} experimentId={experimentId} />
}

function RunsOf({ experimentId }: { experimentId: string }) {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())

  const query = useInfiniteQuery({ ...searchRunsQuery(experimentId, search), placeholderData: (old) => old })
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const isAtTop = () => (scroller.current?.scrollTop ?? 0) < NEAR_TOP_PX
  const { newCount, showNew } = useLiveRuns(experimentId, search, isAtTop)

  const refused = query.error instanceof ApiError && query.error.status === 400 && Boolean(search.filter)
  // A refused filter leaves the last answer on the page while it is mended.
  const lastPages = useRef(query.data)
  if (query.data) lastPages.current = query.data
  const pages = refused ? lastPages.current : query.data
  const runs = useMemo(() => runsOf(pages), [pages])
  const keys = useMemo(() => collectKeys(runs), [runs])
  const defaults = useDefaultColumns(keys)
  const chosen = search.col ?? defaults
  const columns = useMemo(() => chosen.map(parseColumn).filter((column) => column !== undefined), [chosen])
  // An order by result is a ranking, and a family kept together would break it.
  const rows = useMemo(
    () => (search.sort ? flatRuns(runs) : nestRuns(runs, collapsed)),
    [runs, collapsed, search.sort],
  )

  const change = (part: Partial<RunsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  const onToggle = useCallback(
    (id: string) => setCollapsed((old) => new Set(old).symmetricDifference(new Set([id]))),
    [],
  )

  return (
    <>
      <ExperimentHeader experimentId={experimentId} />
      <Toolbar>
        <RunFilter
          filter={search.filter ?? ''}
          onFilter={(filter) => change({ filter: filter || undefined })}
          error={refused ? query.error : undefined}
        />
        <Segmented
          label={t('field.state')}
          value={search.view ?? 'active'}
          options={LIFECYCLE_VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={(view) => change({ view: view === 'active' ? undefined : view })}
        />
        <ColumnPicker keys={keys} chosen={chosen} onChoose={(col) => change({ col })} />
      </Toolbar>
      <div className={css.body}>
        {newCount > 0 && (
          <Button
            tone="primary"
            className={css.pill}
            onClick={() => {
              scroller.current?.scrollTo({ top: 0 })
              showNew()
            }}
          >
            {t('runs.new', { count: newCount })}
          </Button>
        )}
        {query.isPending ? (
          <Skeleton rows={16} height={RUN_ROW_HEIGHT} />
        ) : query.isError && !pages ? (
          !refused && <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : rows.length === 0 ? (
          !refused && <NoRuns experimentId={experimentId} search={search} />
        ) : (
          <RunsTable
            experimentId={experimentId}
            rows={rows}
            columns={columns}
            sort={search.sort}
            onSort={(sort) => change({ sort })}
            collapsed={collapsed}
            onToggle={onToggle}
            onEnd={onEnd}
            busy={query.isPlaceholderData || refused}
            complete={!hasNextPage}
            scroller={scroller}
          />
        )}
      </div>
      <p className={css.count} role="status">
        {isFetchNextPageError ? (
          <>
            {errorText(query.error, t)}{' '}
            <Button tone="quiet" onClick={() => void fetchNextPage()}>
              {t('action.retry')}
            </Button>
          </>
        ) : (
          query.isSuccess && t(hasNextPage ? 'runs.loaded' : 'runs.count', { count: runs.length })
        )}
      </p>
    </>
  )
}

function ExperimentHeader({ experimentId }: { experimentId: string }) {
  const { t } = useText()
  const { data, error } = useQuery(experimentQuery(experimentId))
  useDocumentTitle(data?.name)
  return (
    <PageHeader
      crumbs={<Link to="/experiments">{t('nav.experiments')}</Link>}
      title={
        <>
          <span title={data?.name}>{data?.name ?? (error ? experimentId : '\u00a0')}</span>
          <CopyButton text={experimentId} label={t('experiments.copyId', { id: experimentId })} />
        </>
      }
    />
  )
}

function NoRuns({ experimentId, search }: { experimentId: string; search: RunsSearch }) {
  const { t } = useText()
  if (search.filter) return <EmptyState title={t('runs.noMatch')} />
  if (search.view === 'deleted') return <EmptyState title={t('runs.noneDeleted')} />
  return <FirstRunHint experimentId={experimentId} />
}
