import { type KeyboardEvent, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { useRunsText } from '../../i18n/runs.ts'
import {
  type ColumnChoice,
  inOrder,
  moveColumn,
  stepColumn,
  toggleColumn,
  togglePin,
} from './arrange-columns.ts'
import css from './column-picker.module.css'
import { parseColumn } from './columns.ts'
import { useColumnLabel } from './use-column-label.ts'

interface Props {
  choice: ColumnChoice
  onArrange: (choice: ColumnChoice) => void
}

const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 }

/** The chosen columns in their order: dragged, moved by Shift and an arrow, or by the buttons. */
export function ChosenColumns({ choice, onArrange }: Props) {
  const { t } = useRunsText()
  const columnLabel = useColumnLabel()
  const [dragged, setDragged] = useState<string>()
  const columns = inOrder(choice)
    .map(parseColumn)
    .filter((column) => column !== undefined)

  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!event.shiftKey || !step) return
    event.preventDefault()
    onArrange(stepColumn(choice, id, step))
  }

  return (
    <section aria-label={t('columns.chosen')} className={css.chosen}>
      <h3 className={css.legend}>{t('columns.chosen')}</h3>
      <ul>
        {columns.map((column, index) => {
          const { id } = column
          const name = columnLabel(column)
          const pinned = choice.pin.includes(id)
          return (
            <li
              key={id}
              className={css.option}
              draggable
              onDragStart={() => setDragged(id)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => dragged && event.preventDefault()}
              onDrop={() => dragged && onArrange(moveColumn(choice, dragged, id))}
              onKeyDown={onKeyDown(id)}
            >
              <span title={id} dir="auto">
                {name}
              </span>
              <IconButton
                icon="pin"
                label={t(pinned ? 'columns.unpin' : 'columns.pin', { name })}
                aria-pressed={pinned}
                className={pinned ? css.pinned : ''}
                onClick={() => onArrange(togglePin(choice, id))}
              />
              <IconButton
                icon="up"
                label={t('columns.left', { name })}
                disabled={index === 0}
                onClick={() => onArrange(stepColumn(choice, id, -1))}
              />
              <IconButton
                icon="down"
                label={t('columns.right', { name })}
                disabled={index === columns.length - 1}
                onClick={() => onArrange(stepColumn(choice, id, 1))}
              />
              <IconButton
                icon="close"
                label={t('columns.remove', { name })}
                onClick={() => onArrange(toggleColumn(choice, id))}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
