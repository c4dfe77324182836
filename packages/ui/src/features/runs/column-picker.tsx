import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Popover } from '../../components/popover.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { useText } from '../../i18n/index.ts'
import css from './column-picker.module.css'
import {
  ATTRIBUTES,
  COLUMN_KINDS,
  type Column,
  type ColumnKind,
  parseColumn,
  type RunKeys,
} from './columns.ts'
import { useColumnLabel } from './use-column-label.ts'

/** More than anyone reads: with thousands of keys the search box is the way. */
const SHOWN_PER_KIND = 100

interface Props {
  keys: RunKeys
  chosen: string[]
  /** `undefined` gives the choice back to the table. */
  onChoose: (ids: string[] | undefined) => void
}

export function ColumnPicker(props: Props) {
  const { t } = useText()
  return (
    <Popover
      label={t('columns.title')}
      trigger={(trigger) => (
        <Button icon="columns" aria-haspopup="dialog" {...trigger}>
          {t('columns.title')}
        </Button>
      )}
    >
      {() => <Picker {...props} />}
    </Popover>
  )
}

function Picker({ keys, chosen, onChoose }: Props) {
  const { t } = useText()
  const [text, setText] = useState('')
  const columnLabel = useColumnLabel()
  const wanted = text.trim().toLowerCase()

  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])

  const columnsOf = (kind: ColumnKind): Column[] => {
    const known = kind === 'attributes' ? Object.keys(ATTRIBUTES) : keys[kind]
    const ids = new Set([
      ...known.map((key) => `${kind}.${key}`),
      ...chosen.filter((id) => id.startsWith(`${kind}.`)),
    ])
    return [...ids]
      .map(parseColumn)
      .filter((column) => column !== undefined)
      .filter((column) => columnLabel(column).toLowerCase().includes(wanted))
  }

  return (
    <div className={css.picker}>
      <SearchBox label={t('columns.search')} value={text} onChange={setText} />
      <div className={css.groups}>
        {COLUMN_KINDS.map((kind) => (
          <Group
            key={kind}
            title={t(`columns.${kind}`)}
            columns={columnsOf(kind)}
            label={columnLabel}
            chosen={chosen}
            onToggle={toggle}
          />
        ))}
      </div>
      <Button tone="quiet" onClick={() => onChoose(undefined)}>
        {t('columns.reset')}
      </Button>
    </div>
  )
}

interface GroupProps {
  title: string
  columns: Column[]
  label: (column: Column) => string
  chosen: string[]
  onToggle: (id: string) => void
}

function Group({ title, columns, label, chosen, onToggle }: GroupProps) {
  const { t } = useText()
  if (columns.length === 0) return null
  const more = columns.length - SHOWN_PER_KIND
  return (
    <fieldset className={css.group}>
      <legend>{title}</legend>
      {columns.slice(0, SHOWN_PER_KIND).map((column) => (
        <label key={column.id} className={css.option}>
          <input type="checkbox" checked={chosen.includes(column.id)} onChange={() => onToggle(column.id)} />
          <span title={label(column)}>{label(column)}</span>
        </label>
      ))}
      {more > 0 && <p className={css.more}>{t('columns.more', { count: more })}</p>}
    </fieldset>
  )
}
