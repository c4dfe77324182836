import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './data-table.module.css'

export type Cell = string | { node: ReactNode; title: string }

interface Props {
  columns: readonly string[]
  count: number
  /** Undefined while it is on its way. */
  row: (index: number) => readonly Cell[] | undefined
  /** The rows in view. */
  onView?: (first: number, last: number) => void
  /** How tall a row is: pictures need more than words. */
  height?: number
}

const WORDS_HEIGHT = 30
const NUMBER = /^-?(\d[\d.]*|\.\d+)(e[+-]?\d+)?$/i

/** A table of any length, of which only what is in view is drawn; the rows around it are empty room. */
export function DataTable({ columns, count, row, onView, height = WORDS_HEIGHT }: Props) {
  const { t } = useArtifactText()
  const scroller = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 15,
  })
  const visible = rows.getVirtualItems()
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0]
  const above = visible[0]?.start ?? 0
  const below = rows.getTotalSize() - (visible.at(-1)?.end ?? 0)

  useEffect(() => onView?.(first, last), [first, last, onView])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section ref={scroller} className={css.scroll} tabIndex={0} aria-label={t('charts.table')}>
      <table className={css.table} aria-rowcount={count + 1}>
        <thead>
          <tr>
            {columns.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
              <th key={at} title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Room height={above} />}
          {visible.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2} style={{ height }}>
              {(row(index) ?? columns.map(() => '…')).map(toCell)}
            </tr>
          ))}
          {below > 0 && <Room height={below} />}
        </tbody>
      </table>
    </section>
  )
}

const Room = ({ height }: { height: number }) => (
  <tr style={{ height }}>
    <td />
  </tr>
)

function toCell(cell: Cell, at: number) {
  const [node, title] = typeof cell === 'string' ? [cell, cell] : [cell.node, cell.title]
  return (
    <td key={at} className={NUMBER.test(title) ? css.number : undefined} title={title}>
      {node}
    </td>
  )
}
