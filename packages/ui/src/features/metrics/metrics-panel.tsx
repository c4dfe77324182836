// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the whole table takes the focus, to be scrolled
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the same
import type { Run } from '@millrace/contract'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { runHref } from '../../app/run-href.ts'
import { Panel, PanelText } from '../../components/panel.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { formatCount, formatMetric } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import { type ChartRun, toChartRun } from './chart-run.ts'
import css from './metrics-panel.module.css'
import { SPARK_HEIGHT, SPARK_WIDTH, sparksQuery } from './sparks.ts'

const ROW_HEIGHT = 34
const SEARCHABLE_FROM = 8
const KEYS_A_QUESTION = 20

/** The latest values of a run, however many, each with its curve in the size of a word. */
export function MetricsPanel({ run }: { run: Run }) {
  const { t, locale } = useRunText()
  const chartRun = useMemo(() => toChartRun(run), [run])
  const [text, setText] = useState('')
  const keys = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return [...chartRun.latest.keys()]
      .filter((key) => key.toLowerCase().includes(wanted))
      .sort((a, b) => a.localeCompare(b))
  }, [chartRun, text])
  const { size } = chartRun.latest
  return (
    <Panel title={t('run.metrics')} count={size > 0 ? formatCount(size, locale) : ''}>
      {size >= SEARCHABLE_FROM && (
        <SearchBox className={css.search} label={t('run.metrics.search')} value={text} onChange={setText} />
      )}
      {keys.length === 0 ? (
        <PanelText>{t(size === 0 ? 'run.metrics.none' : 'run.noMatch')}</PanelText>
      ) : (
        <MetricList run={chartRun} keys={keys} />
      )}
    </Panel>
  )
}

function MetricList({ run, keys }: { run: ChartRun; keys: readonly string[] }) {
  const { t } = useRunText()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  })
  const rows = virtual.getVirtualItems()
  const sparks = useSparks(run, keys, rows[0]?.index ?? 0, rows.at(-1)?.index ?? -1)
  return (
    <div
      ref={scroller}
      role="table"
      tabIndex={0}
      aria-label={t('run.metrics')}
      aria-rowcount={keys.length}
      className={css.scroller}
    >
      <div className={css.canvas} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const key = keys[index] ?? ''
          return <MetricLine key={key} {...{ run, metric: key, index, start }} spark={sparks.get(key)} />
        })}
      </div>
    </div>
  )
}

/** Asks for the curves in view, a fixed part of the list at a time: scrolling back asks for none again. */
function useSparks(run: ChartRun, keys: readonly string[], first: number, last: number) {
  const parts: string[][] = []
  for (let at = first - (first % KEYS_A_QUESTION); at <= last; at += KEYS_A_QUESTION)
    parts.push(keys.slice(at, at + KEYS_A_QUESTION).filter((key) => (run.latest.get(key)?.step ?? 0) !== 0))
  return useQueries({
    queries: parts.filter((part) => part.length > 0).map((part) => sparksQuery(run, part)),
    combine: (results) => new Map(results.flatMap(({ data }) => [...(data ?? [])])),
  })
}

interface LineProps {
  run: ChartRun
  metric: string
  index: number
  start: number
  spark: string | undefined
}

function MetricLine({ run, metric, index, start, spark }: LineProps) {
  const { locale } = useRunText()
  const value = run.latest.get(metric)?.value
  const tab = metric.startsWith('system/') ? 'system-metrics' : 'model-metrics'
  const chart = `${runHref(run.experimentId, run.id)}/${tab}?${new URLSearchParams({ full: metric })}`
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={css.row}
      style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
    >
      <span role="rowheader" className={css.key}>
        <a href={chart} title={metric}>
          {metric}
        </a>
      </span>
      <svg width={SPARK_WIDTH} height={SPARK_HEIGHT} aria-hidden="true">
        {spark && <path d={spark} fill="none" stroke="var(--accent)" strokeWidth="1.3" />}
      </svg>
      <span role="cell" className={css.value} title={String(value)}>
        {formatMetric(value, locale)}
      </span>
    </div>
  )
}
