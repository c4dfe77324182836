// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { SortHeader } from '../../components/sort-header.tsx'
import { useText } from '../../i18n/index.ts'
import { type ColumnChoice, moveColumn, stepColumn } from './arrange-columns.ts'
import { isSortable, nextSort } from './columns.ts'
import { type PlacedColumn, pinStyle } from './place-columns.ts'
import css from './runs-table.module.css'
import { useColumnLabel } from './use-column-label.ts'

interface Props {
  columns: PlacedColumn[]
  choice: ColumnChoice
  onArrange: (choice: ColumnChoice) => void
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  template: string
  /** Whether all, some or none of the loaded runs are chosen. */
  selected: 'all' | 'some' | 'none'
  onSelectAll: () => void
}

const STEPS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1 }

/** Columns are put in order by dragging their heads, or by Shift and an arrow on one. */
export function TableHead(props: Props) {
  const { columns, choice, onArrange, sort, onSort, template, selected, onSelectAll } = props
  const { t } = useText()
  const columnLabel = useColumnLabel()
  const [dragged, setDragged] = useState<string>()

  const arranging = (id: string) => ({
    draggable: true,
    onDragStart: () => setDragged(id),
    onDragEnd: () => setDragged(undefined),
    onDragOver: (event: DragEvent) => dragged && event.preventDefault(),
    onDrop: () => dragged && onArrange(moveColumn(choice, dragged, id)),
    onKeyDown: (event: KeyboardEvent) => {
      const step = STEPS[event.key]
      if (!event.shiftKey || !step) return
      event.preventDefault()
      onArrange(stepColumn(choice, id, step))
    },
  })

  return (
    <div
      role="row"
      aria-rowindex={1}
      className={`${css.row} ${css.head}`}
      style={{ gridTemplateColumns: template }}
    >
      <SortHeader
        id="attributes.run_name"
        label={t('field.name')}
        sort={sort}
        onSort={onSort}
        className={`${css.name} ${css.headName}`}
        before={
          <input
            type="checkbox"
            aria-label={t('runs.selectAll')}
            checked={selected === 'all'}
            ref={(box) => {
              if (box) box.indeterminate = selected === 'some'
            }}
            onChange={onSelectAll}
          />
        }
      />
      {columns.map((column) => {
        const pin = column.pinnedAt === undefined ? '' : css.pinned
        return isSortable(column) ? (
          <SortHeader
            key={column.id}
            id={column.id}
            label={columnLabel(column)}
            sort={sort}
            onSort={onSort}
            next={nextSort}
            align={column.kind === 'metrics' ? 'end' : 'start'}
            className={pin}
            style={pinStyle(column)}
            {...arranging(column.id)}
          />
        ) : (
          <span
            key={column.id}
            role="columnheader"
            className={`${css.cell} ${pin}`}
            style={pinStyle(column)}
            {...arranging(column.id)}
          >
            {columnLabel(column)}
          </span>
        )
      })}
    </div>
  )
}
