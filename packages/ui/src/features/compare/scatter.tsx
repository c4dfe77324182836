import { useMemo, useState } from 'react'
import { Chart } from '../../charts/chart.tsx'
import { ChartCard } from '../../charts/chart-card.tsx'
import { pointsPlot } from '../../charts/points-plot.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { formatMetric } from '../../i18n/format.ts'
import { AxisField } from './axis-field.tsx'
import css from './compare-plots.module.css'
import { itemsTable } from './items-table.ts'
import { type PlotProps, toItems } from './plot-props.ts'
import { axisRows, dimensionOf } from './run-dimensions.ts'

/** Each run as a point between two of its values; as a contour also what lies between the points, by a third. */
export function Scatter({
  runs,
  rows,
  search,
  onSearch,
  contour = false,
}: PlotProps & { contour?: boolean }) {
  const { t, locale } = useChartText()
  const [lit, light] = useState<string>()
  const choices = useMemo(() => axisRows(rows), [rows])
  const params = choices.filter(({ kind }) => kind === 'params')
  const metrics = choices.filter(({ kind }) => kind === 'metrics')
  const x = useMemo(
    () => dimensionOf(choices, search.x, params[0] ?? choices[0]),
    [choices, search.x, params[0]],
  )
  const second = contour ? (params[1] ?? metrics[0]) : metrics[0]
  const y = useMemo(() => dimensionOf(choices, search.y, second ?? choices[1]), [choices, search.y, second])
  const third = contour ? metrics[0] : undefined
  const z = useMemo(
    () => dimensionOf(choices, contour ? search.z : undefined, third),
    [choices, contour, search.z, third],
  )
  const plot = useMemo(() => {
    if (!x || !y) return undefined
    const format = (value: number) => formatMetric(value, locale)
    const items = toItems(runs)
    const dimensions = [x, y, ...(z ? [z] : [])].map(({ dimension }) => dimension)
    return {
      make: pointsPlot({ items, x: x.dimension, y: y.dimension, z: z?.dimension, surface: contour, format }),
      table: () => itemsTable(t('chart.run'), items, dimensions, format),
    }
  }, [runs, x, y, z, contour, locale, t])
  if (!plot || !x || !y) return <EmptyState title={t('compareRuns.nothing')} />
  const title = [x, y, ...(z ? [z] : [])].map(({ dimension }) => dimension.title).join(' · ')
  return (
    <>
      <div className={css.fields}>
        <AxisField label={t('compareRuns.x')} rows={choices} value={x.id} onChange={(x) => onSearch({ x })} />
        <AxisField label={t('compareRuns.y')} rows={choices} value={y.id} onChange={(y) => onSearch({ y })} />
        {z && (
          <AxisField
            label={t('compareRuns.z')}
            rows={choices}
            value={z.id}
            onChange={(z) => onSearch({ z })}
          />
        )}
      </div>
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
    </>
  )
}
