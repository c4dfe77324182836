import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { type ChartRun, singlesOf } from './chart-run.ts'
import { MetricCard } from './metric-card.tsx'
import css from './metric-charts.module.css'
import { MetricRow } from './metric-row.tsx'
import type { MetricsSearch } from './metrics-search.ts'
import { SectionHead } from './section-head.tsx'
import { isOpen, moved, type Section, toSections } from './sections.ts'
import type { Groups } from './to-series.ts'
import { useWidth } from './use-width.ts'

const CARD_WIDTH = 360
const ROW_HEIGHT = 262
const HEAD_HEIGHT = 44

interface Props {
  runs: readonly ChartRun[]
  metrics: readonly string[]
  groups?: Groups | undefined
  search: MetricsSearch
  onSearch: (part: MetricsSearch) => void
}

type Row = { section: Section; open: boolean } | { section: Section; keys: string[] }

/** Charts of metrics in sections; only those in view are there, and ask for their curves. */
export function MetricCharts({ runs, metrics, groups, search, onSearch }: Props) {
  const { t } = useChartText()
  const scroller = useRef<HTMLDivElement>(null)
  const columns = Math.max(1, Math.floor(useWidth(scroller) / CARD_WIDTH))
  const singles = useMemo(() => singlesOf(runs), [runs])
  const sections = useMemo(
    () => toSections(metrics.filter(holds(search.search)), search.order, singles),
    [metrics, search.search, search.order, singles],
  )
  const rows = useMemo(() => toRows(sections, search, columns), [sections, search, columns])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index] && 'keys' in rows[index] ? ROW_HEIGHT : HEAD_HEIGHT),
    getItemKey: (index) => rowKey(rows[index]),
    overscan: 1,
  })
  const move = (section: Section, key: string, before: string | undefined) =>
    onSearch({ order: moved(search.order ?? [], section.keys, key, before, singles) })
  const turn = ({ prefix }: Section) =>
    onSearch({ turned: [...new Set(search.turned).symmetricDifference(new Set([prefix]))] })

  return (
    <div ref={scroller} className={css.scroller}>
      {rows.length === 0 && <EmptyState title={t('charts.noMatch')} />}
      <div className={css.canvas} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index]
          const style = { transform: `translateY(${start}px)`, height: size }
          return (
            row && (
              <div key={key} className={css.row} style={style}>
                {'keys' in row ? (
                  <MetricRow
                    {...{ runs, groups, search, onSearch, columns }}
                    keys={row.keys}
                    section={row.section.keys}
                    onMove={(key, before) => move(row.section, key, before)}
                  />
                ) : (
                  <SectionHead section={row.section} open={row.open} onTurn={() => turn(row.section)} />
                )}
              </div>
            )
          )
        })}
      </div>
      {search.full && metrics.includes(search.full) && (
        <Dialog size="full" title={search.full} onClose={() => onSearch({ full: undefined })}>
          <div className={css.full}>
            <MetricCard {...{ runs, groups, search, onSearch }} metric={search.full} large />
          </div>
        </Dialog>
      )}
    </div>
  )
}

/** Whether a name holds all of the words. */
function holds(text = ''): (key: string) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return (key) => words.every((word) => key.toLowerCase().includes(word))
}

function toRows(sections: Section[], { search, turned }: MetricsSearch, columns: number): Row[] {
  return sections.flatMap((section): Row[] => {
    const open = Boolean(search) || isOpen(section, sections, turned)
    const rows: Row[] = [{ section, open }]
    if (open)
      for (let at = 0; at < section.keys.length; at += columns)
        rows.push({ section, keys: section.keys.slice(at, at + columns) })
    return rows
  })
}

const rowKey = (row: Row | undefined) =>
  row && 'keys' in row ? `row ${row.keys.join('\n')}` : `section ${row?.section.prefix}`
