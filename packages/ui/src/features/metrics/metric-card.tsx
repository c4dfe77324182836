import { memo, type ReactNode } from 'react'
import { Chart } from '../../charts/chart.tsx'
import { ChartCard } from '../../charts/chart-card.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { errorText } from '../../components/error-text.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { type ChartMessageId, useChartText } from '../../i18n/charts.ts'
import { formatMetric } from '../../i18n/format.ts'
import type { Translate } from '../../i18n/index.ts'
import type { ChartRun } from './chart-run.ts'
import { type Heads, pointsTable, singleTable, summaryTable } from './chart-tables.ts'
import { useLitRun } from './lit-run.tsx'
import css from './metric-card.module.css'
import type { Axis, MetricsSearch } from './metrics-search.ts'
import { toRangeText } from './range.ts'
import { savePoints } from './save-points.ts'
import type { Groups } from './to-series.ts'
import { useChartData } from './use-chart-data.ts'

interface Props {
  metric: string
  runs: readonly ChartRun[]
  groups?: Groups | undefined
  search: MetricsSearch
  onSearch: (part: MetricsSearch) => void
  items?: MenuItem[]
  handle?: ReactNode
  /** Shown alone in a large window. */
  large?: boolean
}

/** One metric in one or many runs. */
export const MetricCard = memo(function MetricCard(props: Props) {
  const { metric, runs, search, onSearch, items = [], handle, large = false } = props
  const { t, locale } = useChartText()
  const [lit, light] = useLitRun()
  const data = useChartData({ ...props, large })
  const { having, single, series, make, format, query } = data
  const alone = runs.length === 1 ? having[0]?.latest.get(metric) : undefined
  const { axis = 'step' } = search
  const heads = headsOf(t, axis)
  const table = () => {
    if (single) return singleTable(having, metric, heads, format)
    const line = series.find(({ faint }) => !faint)
    return alone && line ? pointsTable(line, heads, format) : summaryTable(series, data.curves, heads, format)
  }

  return (
    <ChartCard
      title={metric}
      value={alone && formatMetric(alone.value, locale)}
      make={data.isLoading ? undefined : make}
      table={table}
      {...(!single && { saveCsv: () => savePoints(metric, having) })}
      items={items}
      onFull={large ? undefined : () => onSearch({ full: metric })}
      handle={handle}
    >
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : data.isLoading ? (
        <Skeleton rows={4} height={44} />
      ) : (
        <>
          <Chart
            label={labelOf(props, data, t, locale)}
            make={make}
            lit={lit}
            onHover={(hit) => light(hit?.id)}
            onZoom={data.isBars ? undefined : (range) => onSearch({ range: range && toRangeText(range) })}
          />
          {data.error && (
            <p role="alert" className={css.note}>
              {errorText(data.error, t)}
            </p>
          )}
          {data.left > 0 && (
            <p className={css.note}>
              {t('chart.left', { count: having.length, all: having.length + data.left })}
            </p>
          )}
        </>
      )}
    </ChartCard>
  )
})

type ChartData = ReturnType<typeof useChartData>

function labelOf(
  { metric, runs }: Props,
  data: ChartData,
  t: Translate<ChartMessageId>,
  locale: string,
): string {
  const { having, curves, series } = data
  if (runs.length > 1) return t('chart.label', { name: metric, count: having.length })
  const last = formatMetric(having[0]?.latest.get(metric)?.value, locale)
  return t('charts.label', { name: metric, count: curves[0]?.count ?? series[0]?.x.length ?? 1, last })
}

const headsOf = (t: Translate<ChartMessageId>, axis: Axis): Heads => ({
  run: t('chart.run'),
  x: t(`charts.axis.${axis}`),
  value: t('field.value'),
  points: t('chart.points'),
  first: t('chart.first'),
  latest: t('chart.latest'),
  least: t('chart.least'),
  greatest: t('chart.greatest'),
})
