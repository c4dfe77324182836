import type { Run } from '@millrace/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { FailsAlone } from '../components/fails-alone.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { Artifacts } from '../features/compare/artifacts.tsx'
import { Boxes } from '../features/compare/boxes.tsx'
import type { CompareRunsSearch, CompareView } from '../features/compare/compare-search.ts'
import { CompareTabs } from '../features/compare/compare-tabs.tsx'
import { comparedValues } from '../features/compare/compared-values.ts'
import { comparedQuery } from '../features/compare/get-runs.ts'
import { Parallel } from '../features/compare/parallel.tsx'
import type { PlotProps } from '../features/compare/plot-props.ts'
import { Scatter } from '../features/compare/scatter.tsx'
import { useLiveCompared } from '../features/compare/use-live-compared.ts'
import { Values } from '../features/compare/values.tsx'
import { RunsCharts } from '../features/metrics/runs-charts.tsx'
import { useChartText } from '../i18n/charts.ts'
import css from './compare-runs-page.module.css'

const route = getRouteApi('/compare-runs')
const NONE: string[] = []
const ROW_HEIGHT = 34

export function CompareRunsPage() {
  const { t } = useChartText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { runs: ids = NONE, as = 'values' } = search
  const query = useQuery({ ...comparedQuery(ids), placeholderData: keepPreviousData })
  useLiveCompared(ids)
  useDocumentTitle(t('compareRuns.title'))
  const onSearch = (part: CompareRunsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const found = query.data ?? []
  return (
    <>
      <PageHeader
        crumbs={<Link to="/experiments">{t('nav.experiments')}</Link>}
        title={
          <span>{query.data ? t('compareRuns.count', { count: found.length }) : t('compareRuns.title')}</span>
        }
      />
      <CompareTabs view={as} onView={(view) => onSearch({ as: view === 'values' ? undefined : view })} />
      {query.isSuccess && found.length < new Set(ids).size && (
        <p className={css.notice}>{t('compareRuns.gone', { count: new Set(ids).size - found.length })}</p>
      )}
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeleton rows={14} height={ROW_HEIGHT} />
      ) : found.length === 0 ? (
        <EmptyState title={t('compareRuns.none')}>
          <span>{t('compareRuns.none.hint')}</span>
        </EmptyState>
      ) : (
        <FailsAlone key={as}>
          <View view={as} runs={found} search={search} onSearch={onSearch} />
        </FailsAlone>
      )}
    </>
  )
}

interface ViewProps extends Omit<PlotProps, 'rows'> {
  view: CompareView
  runs: Run[]
}

function View({ view, runs, search, onSearch }: ViewProps) {
  const rows = useMemo(() => comparedValues(runs), [runs])
  const props = { runs, rows, search, onSearch }
  const views: Record<CompareView, () => React.ReactNode> = {
    values: () => <Values {...props} />,
    curves: () => <RunsCharts {...props} compared />,
    scatter: () => <Scatter key="scatter" {...props} />,
    contour: () => <Scatter key="contour" {...props} contour />,
    parallel: () => <Parallel {...props} />,
    boxes: () => <Boxes {...props} />,
    artifacts: () => <Artifacts {...props} />,
  }
  return views[view]()
}
