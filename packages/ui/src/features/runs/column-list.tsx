import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useRunsText } from '../../i18n/runs.ts'
import { toggleColumn } from './arrange-columns.ts'
import { ChosenColumns } from './chosen-columns.tsx'
import css from './column-picker.module.css'
import type { ColumnPickerProps } from './column-picker.tsx'
import { KeyList } from './key-list.tsx'
import { listColumns } from './list-columns.ts'
import { keysQuery } from './search-keys.ts'
import { useColumnLabel } from './use-column-label.ts'

/** What the columns button opens: those chosen, and below a search through all that there could be. */
export function ColumnList({ experimentId, search, choice, onArrange, onReset }: ColumnPickerProps) {
  const { t } = useRunsText()
  const [asked, setAsked] = useState('')
  const [text, setText] = useDebouncedText(asked, setAsked)
  const columnLabel = useColumnLabel()
  const { data, error, isPending } = useQuery({
    ...keysQuery(experimentId, search, asked.trim()),
    placeholderData: (old) => old,
  })
  const items = listColumns(data, asked.trim(), columnLabel)

  return (
    <div className={css.picker}>
      <SearchBox label={t('columns.search')} value={text} onChange={setText} />
      {asked === '' && <ChosenColumns choice={choice} onArrange={onArrange} />}
      {error ? (
        <p role="alert" className={css.note}>
          {errorText(error, t)}
        </p>
      ) : (
        <KeyList items={items} chosen={choice.col} onToggle={(id) => onArrange(toggleColumn(choice, id))} />
      )}
      {!isPending && items.length === 0 && <p className={css.note}>{t('columns.none')}</p>}
      <Button tone="quiet" onClick={onReset}>
        {t('columns.reset')}
      </Button>
    </div>
  )
}
