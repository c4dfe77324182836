// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { type CSSProperties, type MouseEvent, memo } from 'react'
import { TimeAgo, useNow } from '../../components/time-ago.tsx'
import { useText } from '../../i18n/index.ts'
import { useExperimentNames } from '../experiments/experiment-names.ts'
import { NameCell } from './name-cell.tsx'
import type { NestedRun } from './nest-runs.ts'
import { type PlacedColumn, pinStyle } from './place-columns.ts'
import { cellText, type Words } from './run-values.ts'
import css from './runs-table.module.css'

/** What a row can be told to do. */
export interface RowActions {
  onToggle: (id: string) => void
  onActivate: (id: string) => void
  onSelect: (id: string, extend: boolean) => void
  onHide: (id: string) => void
}

interface Props extends RowActions {
  domId: string
  row: NestedRun
  index: number
  columns: PlacedColumn[]
  active: boolean
  selected: boolean
  hidden: boolean
  open: boolean
  top: number
  /** The grid's column widths. */
  template: string
}

const place = (top: number, template: string): CSSProperties => ({
  transform: `translateY(${top}px)`,
  gridTemplateColumns: template,
})

/** Remembered, so that a scroll step only draws the rows it brings. */
export const RunRow = memo(function RunRow(props: Props) {
  const { domId, row, index, columns, active, selected, onActivate, onSelect, top, template, ...name } = props
  const { childCount, depth, id } = row
  const { t, locale } = useText()
  const now = useNow()
  const words = { t, locale, now, names: useExperimentNames() }
  const onClick = (event: MouseEvent) => {
    onActivate(id)
    if (event.shiftKey) onSelect(id, true)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
    <div
      id={domId}
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={childCount > 0 ? name.open : undefined}
      aria-selected={selected}
      className={`${css.row} ${css.item} ${selected ? css.selected : ''} ${active ? css.active : ''}`}
      style={place(top, template)}
      onClick={onClick}
    >
      <NameCell row={row} selected={selected} onSelect={onSelect} {...name} />
      {columns.map((column) => cellOf(row, column, words))}
    </div>
  )
})

/** A row whose run is on its way. */
export const WaitingRow = memo(function WaitingRow({ index, top }: { index: number; top: number }) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-busy="true"
      className={`${css.row} ${css.item}`}
      style={place(top, 'var(--name-width) 1fr')}
    >
      <span role="gridcell" className={css.name}>
        <span className={css.waiting} />
      </span>
    </div>
  )
})

const TIMES = new Set(['attributes.start_time', 'attributes.end_time'])

/** No component: hundreds of cells come with a scroll step, and what they ask of their surroundings is asked once a row. */
function cellOf({ run }: NestedRun, column: PlacedColumn, words: Words) {
  const pin = column.pinnedAt === undefined ? '' : css.pinned
  const isTime = TIMES.has(column.id)
  const { text, full } = isTime ? { text: '', full: undefined } : cellText(run, column, words)
  const kind = column.kind === 'metrics' ? css.number : css.cell
  return (
    <span key={column.id} role="gridcell" className={`${kind} ${pin}`} style={pinStyle(column)} title={full}>
      {isTime ? <TimeAgo time={run.info?.[column.key as 'start_time' | 'end_time']} /> : text}
    </span>
  )
}
