import type { Run } from '@millrace/contract'
import { useMemo } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { useNow } from '../../components/time-ago.tsx'
import { useChartText } from '../../i18n/charts.ts'
import type { RunsSearch } from '../runs/runs-search.ts'
import { ChartControls } from './chart-controls.tsx'
import { toChartRun } from './chart-run.ts'
import type { ChartsSearch } from './charts-search.ts'
import { GroupField } from './group-field.tsx'
import { groupColumns, groupRuns } from './group-runs.ts'
import { LitRunProvider } from './lit-run.tsx'
import { MetricCharts } from './metric-charts.tsx'
import { RunLegend } from './run-legend.tsx'
import css from './runs-charts.module.css'
import { MOST_KEYS, useChartKeys } from './use-chart-keys.ts'

const NONE: ReadonlySet<string> = new Set()

interface Props {
  runs: readonly Run[]
  search: ChartsSearch & Pick<RunsSearch, 'view'>
  /** Where only what a table shows is known of the runs: all else of theirs is asked for. */
  experimentId?: string
  /** Of these not all metrics are known. */
  partial?: ReadonlySet<string>
  onSearch: (part: ChartsSearch) => void
  /** They are compared already: nothing leads there. */
  compared?: boolean
  hasMore?: boolean
  onMore?: () => void
}

/** Every metric of the runs found, each in a chart of all of them. */
export function RunsCharts(props: Props) {
  const { runs, search, onSearch, compared = false, hasMore = false, onMore } = props
  const { experimentId, partial = NONE } = props
  const { t, locale } = useChartText()
  const now = useNow()
  const all = useMemo(
    () => runs.map(toChartRun).map((run) => (partial.has(run.id) ? { ...run, partial: true } : run)),
    [runs, partial],
  )
  const hidden = useMemo(() => new Set(search.hide), [search.hide])
  const drawn = useMemo(() => all.filter(({ id }) => !hidden.has(id)), [all, hidden])
  const keys = useChartKeys({ runs, experimentId, partial, search })
  const groups = useMemo(
    () => groupRuns(runs, search.mean, { t, locale, now }),
    [runs, search.mean, t, locale, now],
  )
  if (keys.metrics.length === 0 && !search.search)
    return (
      <EmptyState title={t('charts.none')}>
        <span>{t('charts.none.hint')}</span>
      </EmptyState>
    )
  return (
    <LitRunProvider>
      <div className={css.charts}>
        <ChartControls search={search} onSearch={onSearch}>
          <GroupField
            columns={groupColumns(keys)}
            value={search.mean}
            onChange={(mean) => onSearch({ mean })}
          />
        </ChartControls>
        {partial.size > 0 && keys.metrics.length >= MOST_KEYS && (
          <p className={css.note}>{t('chart.mostKeys', { count: MOST_KEYS })}</p>
        )}
        <div className={css.body}>
          <RunLegend
            {...{ hidden, groups, compared, hasMore, onMore }}
            runs={all}
            onHide={(hide) => onSearch({ hide })}
          />
          <MetricCharts {...{ groups, search, onSearch }} runs={drawn} metrics={keys.metrics} />
        </div>
      </div>
    </LitRunProvider>
  )
}
