import type { Run } from '@millrace/contract'
import { useMemo } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { ChartControls } from './chart-controls.tsx'
import { toChartRun } from './chart-run.ts'
import { LitRunProvider } from './lit-run.tsx'
import { MetricCharts } from './metric-charts.tsx'
import type { MetricsSearch } from './metrics-search.ts'

interface Props {
  run: Run
  metrics: readonly string[]
  search: MetricsSearch
  onSearch: (part: MetricsSearch) => void
}

/** The metrics of one run. */
export function RunCharts({ run, metrics, search, onSearch }: Props) {
  const { t } = useChartText()
  const runs = useMemo(() => [toChartRun(run)], [run])
  if (metrics.length === 0)
    return (
      <EmptyState title={t('charts.none')}>
        <span>{t('charts.none.hint')}</span>
      </EmptyState>
    )
  return (
    <LitRunProvider>
      <ChartControls search={search} onSearch={onSearch} />
      <MetricCharts {...{ runs, metrics, search, onSearch }} />
    </LitRunProvider>
  )
}
