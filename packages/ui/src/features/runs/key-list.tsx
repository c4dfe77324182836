import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { formatCount } from '../../i18n/format.ts'
import { useRunsText } from '../../i18n/runs.ts'
import css from './column-picker.module.css'
import type { ListedColumn } from './list-columns.ts'

const ROW_HEIGHT = 30

interface Props {
  items: ListedColumn[]
  chosen: readonly string[]
  onToggle: (id: string) => void
  /** Whether no more can be chosen. */
  full?: boolean
}

/** Any number of keys, each with a box to check; only those in view are drawn. */
export function KeyList({ items, chosen, onToggle, full = false }: Props) {
  const { t, locale } = useRunsText()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  return (
    <div ref={scroller} className={css.groups}>
      <ul className={css.canvas} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          if (!item) return null
          const { id, label, runs } = item
          return (
            <li key={id} className={css.place} style={{ transform: `translateY(${start}px)` }}>
              {label === undefined ? (
                <h3 className={css.legend}>{t(`columns.${item.kind}`)}</h3>
              ) : (
                <label className={css.option}>
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    disabled={full && !chosen.includes(id)}
                    onChange={() => onToggle(id)}
                  />
                  <span title={label} dir="auto">
                    {label}
                  </span>
                  {runs !== undefined && (
                    <small title={t('columns.runs', { count: runs })}>{formatCount(runs, locale)}</small>
                  )}
                </label>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
