import { useMemo, useState } from 'react'
import { Chart } from '../../charts/chart.tsx'
import { ChartCard } from '../../charts/chart-card.tsx'
import { parallelPlot } from '../../charts/parallel-plot.ts'
import { IconButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { formatMetric } from '../../i18n/format.ts'
import { AxisField } from './axis-field.tsx'
import css from './compare-plots.module.css'
import { itemsTable } from './items-table.ts'
import { type PlotProps, toItems } from './plot-props.ts'
import { axisRows, columnId, defaultAxes, toDimension } from './run-dimensions.ts'

const AXES_BY_THEMSELVES = 8
const LEAST_AXES = 2

/** Each run as a line across as many axes as are chosen. */
export function Parallel({ runs, rows, search, onSearch }: PlotProps) {
  const { t, locale } = useChartText()
  const [lit, light] = useState<string>()
  const choices = useMemo(() => axisRows(rows), [rows])
  const axes = useMemo(() => {
    const chosen = search.col?.flatMap((id) => choices.find((row) => columnId(row) === id) ?? [])
    return chosen ?? defaultAxes(rows, AXES_BY_THEMSELVES)
  }, [choices, rows, search.col])
  const plot = useMemo(() => {
    const format = (value: number) => formatMetric(value, locale)
    const items = toItems(runs)
    const dimensions = axes.map(toDimension)
    return {
      make: parallelPlot({ items, dimensions, format }),
      table: () => itemsTable(t('chart.run'), items, dimensions, format),
    }
  }, [runs, axes, locale, t])
  const ids = axes.map(columnId)
  const title = axes.map(({ key }) => key).join(' · ')
  return (
    <>
      <div className={css.fields}>
        <ul className={css.chips} aria-label={t('compareRuns.axes')}>
          {axes.map((row) => (
            <li key={columnId(row)} className={css.chip}>
              {row.key}
              <IconButton
                icon="close"
                label={t('compareRuns.removeAxis', { name: row.key })}
                onClick={() => onSearch({ col: ids.filter((id) => id !== columnId(row)) })}
              />
            </li>
          ))}
        </ul>
        <AxisField
          label={t('compareRuns.addAxis')}
          rows={choices.filter((row) => !ids.includes(columnId(row)))}
          onChange={(id) => onSearch({ col: [...ids, id] })}
        />
      </div>
      {axes.length < LEAST_AXES ? (
        <EmptyState title={t('compareRuns.fewAxes')} />
      ) : (
        <div className={css.plot}>
          <ChartCard title={title} {...plot}>
            <Chart
              label={t('chart.label', { name: title, count: runs.length })}
              make={plot.make}
              lit={lit}
              onHover={(hit) => light(hit?.id)}
            />
          </ChartCard>
        </div>
      )}
    </>
  )
}
