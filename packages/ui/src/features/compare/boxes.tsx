import { useMemo } from 'react'
import { useIsDark } from '../../app/theme.ts'
import { type BoxGroup, boxesPlot, spreadOf } from '../../charts/boxes-plot.ts'
import { Chart } from '../../charts/chart.tsx'
import { ChartCard } from '../../charts/chart-card.tsx'
import { colorAt } from '../../charts/palette.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { formatMetric } from '../../i18n/format.ts'
import { AxisField } from './axis-field.tsx'
import css from './compare-plots.module.css'
import type { ValueRow } from './compared-values.ts'
import type { PlotProps } from './plot-props.ts'
import { axisRows, columnId } from './run-dimensions.ts'

/** How one metric is spread among the runs that share a parameter. */
export function Boxes({ runs, rows, search, onSearch }: PlotProps) {
  const { t, locale } = useChartText()
  const dark = useIsDark()
  const params = useMemo(() => axisRows(rows).filter(({ kind }) => kind === 'params'), [rows])
  const metrics = useMemo(() => axisRows(rows).filter(({ kind }) => kind === 'metrics'), [rows])
  const by = params.find((row) => columnId(row) === search.x) ?? params[0]
  const metric = metrics.find((row) => columnId(row) === search.y) ?? metrics[0]
  const plot = useMemo(() => {
    if (!by || !metric) return undefined
    const format = (value: number) => formatMetric(value, locale)
    const groups = toGroups(by, metric, dark)
    const head = [
      by.key,
      t('chart.least'),
      t('compareRuns.quarter'),
      t('compareRuns.median'),
      t('compareRuns.threeQuarters'),
      t('chart.greatest'),
    ]
    return {
      make: boxesPlot({ groups, xTitle: by.key, yTitle: metric.key, format }),
      table: () => ({
        head,
        rows: groups.map(({ title, values }) => [
          title,
          ...Object.values(spreadOf(values) ?? {}).map(format),
        ]),
      }),
    }
  }, [by, metric, dark, locale, t])
  if (!plot || !by || !metric) return <EmptyState title={t('compareRuns.noBoxes')} />
  const title = `${metric.key} · ${by.key}`
  return (
    <>
      <div className={css.fields}>
        <AxisField
          label={t('compareRuns.by')}
          rows={params}
          value={columnId(by)}
          onChange={(x) => onSearch({ x })}
        />
        <AxisField
          label={t('compareRuns.metric')}
          rows={metrics}
          value={columnId(metric)}
          onChange={(y) => onSearch({ y })}
        />
      </div>
      <div className={css.plot}>
        <ChartCard title={title} {...plot}>
          <Chart label={t('chart.label', { name: title, count: runs.length })} make={plot.make} />
        </ChartCard>
      </div>
    </>
  )
}

function toGroups(by: ValueRow, metric: ValueRow, dark: boolean): BoxGroup[] {
  const members = Map.groupBy(metric.cells.keys(), (at) => String(by.cells[at] ?? '–'))
  return [...members]
    .toSorted(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))
    .map(([title, places], at) => ({
      id: title,
      title,
      color: colorAt(at, dark),
      values: places.map((place) => metric.cells[place]).filter((value) => typeof value === 'number'),
    }))
}
