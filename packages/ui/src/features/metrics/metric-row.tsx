import { type DragEvent, useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import type { MenuItem } from '../../components/menu.tsx'
import { useChartText } from '../../i18n/charts.ts'
import type { ChartRun } from './chart-run.ts'
import { MetricCard } from './metric-card.tsx'
import css from './metric-charts.module.css'
import type { MetricsSearch } from './metrics-search.ts'
import type { Groups } from './to-series.ts'

interface Props {
  keys: readonly string[]
  /** All metrics of the section, in their order. */
  section: readonly string[]
  columns: number
  runs: readonly ChartRun[]
  groups?: Groups | undefined
  search: MetricsSearch
  onSearch: (part: MetricsSearch) => void
  onMove: (key: string, before: string | undefined) => void
}

const DRAGGED = 'application/x-millrace-metric'

/** Cards side by side; each can be dragged before another of its section, or sent there by its menu. */
export function MetricRow({ keys, section, columns, runs, groups, search, onSearch, onMove }: Props) {
  const { t } = useChartText()
  const [target, setTarget] = useState<string>()
  const menu = (key: string): MenuItem[] => {
    const at = section.indexOf(key)
    const earlier = { label: t('chart.earlier'), onSelect: () => onMove(key, section[at - 1]) }
    const later = { label: t('chart.later'), onSelect: () => onMove(key, section[at + 2]) }
    return [...(at > 0 ? [earlier] : []), ...(at < section.length - 1 ? [later] : [])]
  }
  const drop = (event: DragEvent, before: string) => {
    setTarget(undefined)
    const key = event.dataTransfer.getData(DRAGGED)
    if (key !== before && section.includes(key)) onMove(key, before)
  }
  return (
    <div className={css.cards} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {keys.map((key) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the card's menu moves it
        <div
          key={key}
          className={`${css.slot} ${target === key ? css.target : ''}`}
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes(DRAGGED)) return
            event.preventDefault()
            setTarget(key)
          }}
          onDragLeave={() => setTarget(undefined)}
          onDrop={(event) => drop(event, key)}
        >
          <MetricCard
            {...{ runs, groups, search, onSearch }}
            metric={key}
            items={menu(key)}
            handle={<DragHandle metric={key} />}
          />
        </div>
      ))}
    </div>
  )
}

function DragHandle({ metric }: { metric: string }) {
  const { t } = useChartText()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the card's menu moves it
    <span
      draggable
      className={css.handle}
      title={t('chart.drag')}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, metric)}
    >
      <Icon name="grip" size={12} />
    </span>
  )
}
