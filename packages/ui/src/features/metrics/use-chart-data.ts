import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useIsDark } from '../../app/theme.ts'
import { barsPlot } from '../../charts/bars-plot.ts'
import { type LineSeries, type LinesSpec, linesPlot } from '../../charts/lines-plot.ts'
import type { MakePlot } from '../../charts/plot.ts'
import { toNumber } from '../../i18n/format.ts'
import { type ChartRun, isSingle } from './chart-run.ts'
import { type Curve, curvesQuery, fitting, type GroupCurve, groupsQuery, MOST_CURVES } from './get-curves.ts'
import { type MetricsSearch, smoothingOf } from './metrics-search.ts'
import { parseRange } from './range.ts'
import { type Groups, groupSeries, runSeries } from './to-series.ts'
import { useAxisFormat } from './use-axis-format.ts'
import { useLatest } from './use-latest.ts'

interface Asked {
  metric: string
  runs: readonly ChartRun[]
  groups?: Groups | undefined
  search: MetricsSearch
  large: boolean
}

const NONE: Curve[] = []
const NO_GROUPS: GroupCurve[] = []
const X_KINDS = { step: 'number', relative: 'elapsed', time: 'clock' } as const

/** What a card shows of one metric in some runs: bars of single values, else curves. */
export function useChartData({ metric, runs: drawn, groups, search, large }: Asked) {
  const { runs, isPending } = useLatest(drawn, metric)
  const { axis = 'step', scale, xscale } = search
  const all = useMemo(() => runs.filter(({ latest }) => latest.has(metric)), [runs, metric])
  const having = useMemo(() => (groups ? all : all.slice(0, MOST_CURVES)), [all, groups])
  const isBars = axis === 'step' && isSingle(having, metric)
  const single = isBars && !groups
  const range = useMemo(() => parseRange(search.range), [search.range])
  const smooth = smoothingOf(search)
  const asked = { runs: having, key: metric, axis, large, smooth }
  const drawsRuns = !single && !groups
  const wholeQuery = curvesQuery(asked)
  const whole = useQuery({ ...wholeQuery, enabled: drawsRuns, placeholderData: fitting(wholeQuery.queryKey) })
  // Where all points are here there is nothing to ask for.
  const thinned = Boolean(whole.data?.some(({ count, x }) => count > x.length))
  const partQuery = curvesQuery({ ...asked, range })
  const part = useQuery({
    ...partQuery,
    enabled: drawsRuns && thinned && range !== undefined,
    placeholderData: fitting(partQuery.queryKey),
  })
  const meanQuery = groupsQuery({ ...asked, range, nameOf: (id) => groups?.get(id)?.name ?? '' })
  const means = useQuery({
    ...meanQuery,
    enabled: groups !== undefined,
    placeholderData: fitting(meanQuery.queryKey),
  })
  const curves = (range && thinned ? part.data : undefined) ?? whole.data ?? NONE
  const dark = useIsDark()
  const format = useAxisFormat(axis)
  const series = useMemo(
    () => (groups ? groupSeries(means.data ?? NO_GROUPS, groups, dark) : runSeries(curves, having)),
    [curves, means.data, having, dark, groups],
  )
  const query = groups ? means : whole
  const make = useMemo((): MakePlot => {
    if (isBars)
      return barsPlot({
        bars: groups ? series.map(toMean) : toBars(having, metric),
        formatY: format.formatY,
      })
    const spec: LinesSpec = {
      series,
      range,
      logX: axis === 'step' && xscale === 'log',
      logY: scale === 'log',
      xKind: X_KINDS[axis],
      ...format,
    }
    return linesPlot(spec)
  }, [isBars, groups, having, metric, series, range, axis, xscale, scale, format])
  return {
    having,
    /** How many runs have the metric and are not drawn. */
    left: all.length - having.length,
    /** Each run is one value. */
    single,
    /** They, or the means of groups of them, are drawn as bars. */
    isBars,
    curves,
    series,
    make,
    format,
    query,
    /** Why what is shown could not be changed, by a zoom for one. */
    error: query.error ?? (range && thinned ? part.error : null),
    isLoading: isPending || (!single && query.isPending),
  }
}

const toMean = ({ id, title, color, y }: LineSeries) => ({ id, title, color, value: y.at(-1) ?? Number.NaN })

const toBars = (runs: readonly ChartRun[], metric: string) =>
  runs.map(({ id, name, color, latest }) => ({
    id,
    title: name,
    color,
    value: toNumber(latest.get(metric)?.value),
  }))
