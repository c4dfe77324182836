// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { useListRowHeight } from '../app/density.ts'
import css from './row-list.module.css'
import { Skeleton } from './skeleton.tsx'
import { useListKeys } from './use-list-keys.ts'

const LOAD_AHEAD_ROWS = 20

interface Props<T> {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string | undefined
  /** The class that says how wide the columns are. */
  grid: string | undefined
  /** The headers of the columns. */
  head: ReactNode
  /** The cells of a row; the keys walk its link, marked by `data-row`. */
  row: (item: T, index: number) => ReactNode
  /** The end is near. */
  onEnd?: () => void
  busy?: boolean
}

/** A list of any length as a table, of which only what is in view is drawn. */
export function RowList<T>({ label, items, keyOf, grid, head, row, onEnd, busy = false }: Props<T>) {
  const list = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const height = useListRowHeight()
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are measured anew when they get another height
  useEffect(() => rows.measure(), [height])
  const visible = rows.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0

  useEffect(() => {
    if (last >= items.length - LOAD_AHEAD_ROWS) onEnd?.()
  }, [last, items.length, onEnd])
  useListKeys(list, items.length, rows.scrollToIndex)

  return (
    <div
      ref={list}
      className={`${css.list} ${busy ? css.busy : ''}`}
      role="table"
      aria-label={label}
      aria-rowcount={items.length + 1}
      aria-busy={busy}
    >
      <div role="rowgroup">
        <div className={`${css.row} ${grid} ${css.head}`} role="row" aria-rowindex={1}>
          {head}
        </div>
      </div>
      <div ref={scroller} className={css.scroller} role="rowgroup">
        <div role="presentation" className={css.canvas} style={{ height: rows.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const item = items[index]
            return (
              item !== undefined && (
                <div
                  key={keyOf(item)}
                  className={`${css.row} ${grid} ${css.item}`}
                  role="row"
                  aria-rowindex={index + 2}
                  style={{ transform: `translateY(${start}px)`, height }}
                >
                  {row(item, index)}
                </div>
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** What stands in the place of a list while it is asked for. */
export function RowListSkeleton() {
  return <Skeleton rows={12} height={useListRowHeight()} />
}
