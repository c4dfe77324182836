import { getRouteApi } from '@tanstack/react-router'
import { type ComponentProps, lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react'
import { compareHref } from '../app/compare-href.ts'
import { list, parseSearch } from '../app/search-params.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { FailsAlone } from '../components/fails-alone.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useModule } from '../components/use-module.ts'
import { ExperimentNames, namesOf } from '../features/experiments/experiment-names.ts'
import { noteOf } from '../features/experiments/note-of.ts'
import { idsOf, scopeOf } from '../features/experiments/scope.ts'
import { ScopeHeader } from '../features/experiments/scope-header.tsx'
import { useExperiments } from '../features/experiments/use-experiments.ts'
import { useLiveRuns } from '../features/live/use-live-runs.ts'
import type { ChartsSearch } from '../features/metrics/charts-search.ts'
import type { RunsCharts } from '../features/metrics/runs-charts.tsx'
import type { ColumnChoice } from '../features/runs/arrange-columns.ts'
import { RunsCount } from '../features/runs/runs-count.tsx'
import { validateRunsPageSearch } from '../features/runs/runs-page-search.ts'
import { OF_SINGLE_RUNS, type RunsSearch } from '../features/runs/runs-search.ts'
import { RUN_ROW_HEIGHT, RunsTable } from '../features/runs/runs-table.tsx'
import { RunsToolbar } from '../features/runs/runs-toolbar.tsx'
import { tableSearchOf } from '../features/runs/table-search.ts'
import { useColumns } from '../features/runs/use-columns.ts'
import { useRunRows } from '../features/runs/use-run-rows.ts'
import { useSelection } from '../features/runs/use-selection.ts'
import { useWalk } from '../features/runs/use-walk.ts'
import { useText } from '../i18n/index.ts'
import css from './runs-page.module.css'

const FirstRunHint = lazy(async () => ({
  default: (await import('../features/runs/first-run-hint.tsx')).FirstRunHint,
}))
const SelectionBar = lazy(async () => ({
  default: (await import('../features/runs/selection-bar.tsx')).SelectionBar,
}))

const GroupTable = lazy(async () => ({
  default: (await import('../features/runs/group-table.tsx')).GroupTable,
}))

const PeekPanel = lazy(async () => ({
  default: (await import('../features/runs/peek-panel.tsx')).PeekPanel,
}))
const ExperimentNote = lazy(async () => ({
  default: (await import('../features/experiments/experiment-note.tsx')).ExperimentNote,
}))
const loadCharts = () => import('../features/metrics/runs-charts.tsx')

const route = getRouteApi('/experiments/$experimentId')
const NONE: readonly string[] = []
const NEAR_TOP_PX = RUN_ROW_HEIGHT / 2

/** The runs of an experiment, or of several: their ids then stand with commas between. */
export function RunsPage() {
  const { experimentId } = route.useParams()
  const { note: wanted } = route.useSearch()
  const navigate = route.useNavigate()
  const { experiments, isKnown, isRead } = useExperiments(experimentId)
  const names = useMemo(() => namesOf(experiments), [experiments])
  const [first, ...others] = experiments
  // Before it is known what the note says nobody may write over it.
  const single = isRead && others.length === 0 ? first : undefined
  const hasNote = single !== undefined && (wanted ? wanted === 'shown' : noteOf(single) !== '')
  const turnNote = (note: 'shown' | 'hidden') =>
    void navigate({ search: (old) => ({ ...old, note }), replace: true })
  return (
    <ExperimentNames value={names}>
      <ScopeHeader
        {...{ experiments, isKnown, hasNote }}
        scope={experimentId}
        onScope={(experimentId) =>
          void navigate({ params: { experimentId }, search: (old) => ({ ...old, ...OF_SINGLE_RUNS }) })
        }
        onNote={single && (() => turnNote(hasNote ? 'hidden' : 'shown'))}
      />
      {hasNote && (
        <Suspense>
          <ExperimentNote key={experimentId} experiment={single} onEmpty={() => turnNote('hidden')} />
        </Suspense>
      )}
      <RunsOf key={experimentId} experimentId={experimentId} />
    </ExperimentNames>
  )
}

const toggled = <T,>(set: ReadonlySet<T>, item: T): ReadonlySet<T> => set.symmetricDifference(new Set([item]))

function RunsOf({ experimentId }: { experimentId: string }) {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (part: RunsSearch & ChartsSearch) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  )
  const scroller = useRef<HTMLDivElement>(null)
  // A link to the charts need not wait for the runs to fetch what draws them.
  useEffect(() => {
    if (search.tab === 'charts') void loadCharts()
  }, [search.tab])
  const table = tableSearchOf(experimentId, search)
  const openIds = search.open ?? NONE
  const open = useMemo(() => new Set(openIds), [openIds])
  const { query, refused, rows, runs, onRange, hasAnswer, total, partial } = useRunRows(
    experimentId,
    table,
    openIds,
  )
  // Charts have no top: their runs stay until the reader asks for the new ones.
  // Where nothing is there yet the first run is what is waited for.
  const isAtTop = () =>
    rows.count === 0 || (scroller.current !== null && scroller.current.scrollTop < NEAR_TOP_PX)
  const { newCount, showNew } = useLiveRuns(experimentId, table, isAtTop)
  const choice = useColumns(search, experimentId)
  const onChosen = useCallback((chosen: string[] | undefined) => change({ chosen }), [change])
  const selection = useSelection(rows, { chosen: search.chosen, onChosen })
  const onPeek = useCallback((peek: string | undefined) => change({ peek }), [change])
  const { activeId, onActivate } = useWalk(search.peek, onPeek)
  const hidden = useMemo(() => new Set(search.hide), [search.hide])

  const onHide = useCallback((id: string) => change({ hide: [...toggled(hidden, id)] }), [hidden, change])
  const onToggle = useCallback(
    (id: string) =>
      void navigate({
        search: (old) => ({ ...old, open: [...toggled(new Set(old.open), id)] }),
        replace: true,
      }),
    [navigate],
  )
  const onArrange = ({ col, pin }: ColumnChoice) => change({ col: [...col], pin: [...pin] })
  const onCompare = () => {
    if (selection.ids.size > 1) location.hash = compareHref(selection.ids)
  }
  const onStep = (step: 1 | -1) => {
    const next = activeId && rows.at(rows.indexOf(activeId) + step)
    if (next) onActivate(next.id)
  }
  const onLeave = () => {
    if (search.peek) change({ peek: undefined })
    else if (selection.ids.size > 0) selection.clear()
    else onActivate(undefined)
  }

  return (
    <>
      <RunsToolbar
        experimentId={experimentId}
        search={search}
        change={change}
        choice={choice}
        onArrange={onArrange}
        onNearCharts={() => void loadCharts()}
        onView={(view) => {
          const { experiments, ...search } = parseSearch(view)
          const named = list(experiments)?.filter(Boolean) ?? []
          void navigate({
            params: { experimentId: scopeOf(named.length > 0 ? named : idsOf(experimentId)) },
            search: validateRunsPageSearch(search),
          })
        }}
        error={refused ? query.error : undefined}
      />
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
        {search.group && search.tab !== 'charts' && !refused ? (
          <FailsAlone key="groups">
            <Suspense>
              <GroupTable
                experimentId={experimentId}
                search={search}
                change={change}
                choice={choice}
                onArrange={onArrange}
                selection={selection}
                hidden={hidden}
                onHide={onHide}
                onCompare={onCompare}
                onLeave={onLeave}
              />
            </Suspense>
          </FailsAlone>
        ) : query.isPending ? (
          <Skeleton rows={16} height={RUN_ROW_HEIGHT} />
        ) : query.isError && !hasAnswer ? (
          !refused && <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : rows.count === 0 ? (
          !refused && <NoRuns experimentId={experimentId} search={search} />
        ) : search.tab === 'charts' ? (
          <Charts
            {...{ runs, search, experimentId, partial }}
            onSearch={change}
            hasMore={query.hasNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        ) : (
          <RunsTable
            experimentId={experimentId}
            rows={rows}
            choice={choice}
            onArrange={onArrange}
            sort={search.sort}
            onSort={(sort) => change({ sort })}
            open={open}
            onToggle={onToggle}
            onRange={onRange}
            busy={query.isPlaceholderData || refused}
            complete={total !== undefined}
            scroller={scroller}
            selection={selection}
            activeId={activeId}
            onActivate={onActivate}
            hidden={hidden}
            onHide={onHide}
            onPeek={onPeek}
            onCompare={onCompare}
            onLeave={onLeave}
          />
        )}
        {search.peek && (
          <Suspense>
            <PeekPanel
              runId={search.peek}
              known={rows.loaded.find(({ id }) => id === search.peek)?.run}
              onStep={onStep}
              onClose={onLeave}
            />
          </Suspense>
        )}
        {selection.ids.size > 0 && (
          <Suspense>
            <SelectionBar
              experimentId={experimentId}
              selection={selection}
              deleted={search.view === 'deleted'}
            />
          </Suspense>
        )}
      </div>
      <RunsCount query={query} loaded={runs.length} total={total} />
    </>
  )
}

function Charts(props: ComponentProps<typeof RunsCharts>) {
  const loaded = useModule(loadCharts)
  return loaded ? <loaded.RunsCharts {...props} /> : <Skeleton rows={16} height={RUN_ROW_HEIGHT} />
}

function NoRuns({ experimentId, search }: { experimentId: string; search: RunsSearch }) {
  const { t } = useText()
  if (search.filter) return <EmptyState title={t('runs.noMatch')} />
  if (search.view === 'deleted') return <EmptyState title={t('runs.noneDeleted')} />
  return (
    <Suspense>
      <FirstRunHint experimentId={idsOf(experimentId)[0] ?? ''} />
    </Suspense>
  )
}
