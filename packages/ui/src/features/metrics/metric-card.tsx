import type { Metric, MetricWithRunId } from '@millrace/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { useIsDark } from '../../app/theme.ts'
import { IconButton } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { useHasBeenSeen } from '../../components/use-has-been-seen.ts'
import { formatCount, formatDateTime, formatDuration, formatMetric } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import { historyQuery } from './get-history.ts'
import css from './metric-card.module.css'
import type { Axis, Scale } from './metrics-search.ts'
import { inOrder, toLine } from './to-line.ts'

const LineChart = lazy(async () => ({ default: (await import('../../charts/line-chart.tsx')).LineChart }))

const NONE: MetricWithRunId[] = []
const DAY_MS = 86_400_000

interface Props {
  runId: string
  metric: Metric
  axis: Axis
  scale: Scale
}

export function MetricCard({ runId, metric, axis, scale }: Props) {
  const { t, locale } = useRunText()
  const card = useRef<HTMLElement>(null)
  const seen = useHasBeenSeen(card)
  const [asTable, setAsTable] = useState(false)
  const [hovered, setHovered] = useState<number>()
  const {
    data = NONE,
    error,
    refetch,
    isPending,
  } = useQuery({
    ...historyQuery(runId, metric),
    enabled: seen,
    placeholderData: keepPreviousData,
  })
  const points = useMemo(() => inOrder(data, axis), [data, axis])
  const shown = hovered === undefined ? metric : (points[hovered] ?? metric)
  const { key = '' } = metric
  // One value needs no chart: the head of the card says it all.
  const single = (metric.step ?? 0) <= 0 && points.length <= 1 && !error

  return (
    <section ref={card} className={css.card} aria-label={key}>
      <header className={css.head}>
        <h3 title={key}>{key}</h3>
        <span className={css.value}>
          {hovered !== undefined && <small>{positionText(shown, axis, points, locale)}</small>}
          {formatMetric(shown.value, locale)}
        </span>
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          label={t(asTable ? 'charts.picture' : 'charts.table')}
          onClick={() => setAsTable(!asTable)}
        />
      </header>
      <div className={css.body} hidden={single && !asTable}>
        {error && points.length === 0 ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : asTable ? (
          <PointTable points={points} />
        ) : (
          !isPending && !single && <Chart name={key} {...{ points, axis, scale }} onHover={setHovered} />
        )}
      </div>
    </section>
  )
}

function positionText(point: MetricWithRunId, axis: Axis, points: MetricWithRunId[], locale: string): string {
  if (axis === 'step') return formatCount(point.step ?? 0, locale)
  if (axis === 'time') return formatDateTime(point.timestamp ?? 0, locale)
  return formatDuration((point.timestamp ?? 0) - (points[0]?.timestamp ?? 0), locale)
}

interface ChartProps extends Omit<Props, 'runId' | 'metric'> {
  name: string
  points: MetricWithRunId[]
  onHover: (index: number | undefined) => void
}

function Chart({ name, points, axis, scale, onHover }: ChartProps) {
  const { t, locale } = useRunText()
  const dark = useIsDark()
  const lines = useMemo(() => [toLine(name, points, axis, scale)], [name, points, axis, scale])
  const formatX = useCallback(
    (value: number, range: number) => {
      if (axis === 'step') return formatCount(value, locale)
      if (axis === 'relative') return formatDuration(value, locale)
      return formatDateTime(value, locale, range > DAY_MS ? { dateStyle: 'short' } : { timeStyle: 'short' })
    },
    [axis, locale],
  )
  const formatY = useCallback((value: number) => formatMetric(value, locale), [locale])
  if (lines[0]?.y.every((value) => value === null))
    return <p className={css.empty}>{t('charts.nothingFinite')}</p>

  const last = formatMetric(points.at(-1)?.value, locale)
  return (
    <Suspense>
      <LineChart
        label={t('charts.label', { name, count: points.length, last })}
        logarithmic={scale === 'log'}
        {...{ lines, dark, formatX, formatY, onHover }}
      />
    </Suspense>
  )
}

function PointTable({ points }: { points: MetricWithRunId[] }) {
  const { t, locale } = useRunText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('charts.table')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('field.step')}</th>
            <th scope="col">{t('field.value')}</th>
            <th scope="col">{t('field.time')}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a history may repeat a point exactly
            <tr key={index}>
              <td>{formatCount(point.step ?? 0, locale)}</td>
              <td title={String(point.value)}>{formatMetric(point.value, locale)}</td>
              <td>{formatDateTime(point.timestamp ?? 0, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
