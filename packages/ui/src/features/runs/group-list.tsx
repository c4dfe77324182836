import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useRunsText } from '../../i18n/runs.ts'
import css from './column-picker.module.css'
import type { GroupPickerProps } from './group-picker.tsx'
import { KeyList } from './key-list.tsx'
import { type ListedColumn, listColumns } from './list-columns.ts'
import { keysQuery } from './search-keys.ts'
import { useColumnLabel } from './use-column-label.ts'
import { COMMON_GROUPS, useGroupTitle } from './use-group-title.ts'

/** As many as the server takes. */
const MOST = 3

/** What runs can be grouped by: a few that all have, and every param and tag. */
export function GroupList({ experimentId, search, onGroup }: GroupPickerProps) {
  const { t } = useRunsText()
  const chosen = search.group ?? []
  const [asked, setAsked] = useState('')
  const [text, setText] = useDebouncedText(asked, setAsked)
  const columnLabel = useColumnLabel()
  const wanted = asked.trim()
  const { data } = useQuery({ ...keysQuery(experimentId, search, wanted), placeholderData: (old) => old })
  const titleOf = useGroupTitle()
  const common = COMMON_GROUPS.map((id) => ({ id, label: titleOf(id) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()))
    .map((item): ListedColumn => ({ kind: 'attributes', ...item }))
  const keyed = listColumns(data && { ...data, metrics: [] }, wanted, columnLabel).filter(
    ({ kind, id }) => kind !== 'attributes' && !common.some((item) => item.id === id),
  )
  const toggle = (id: string) => {
    const fields = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
    onGroup(fields.length > 0 ? fields : undefined)
  }
  return (
    <div className={css.picker}>
      <SearchBox label={t('group.search')} value={text} onChange={setText} />
      <KeyList items={[...common, ...keyed]} chosen={chosen} onToggle={toggle} full={chosen.length >= MOST} />
      <Button tone="quiet" disabled={chosen.length === 0} onClick={() => onGroup(undefined)}>
        {t('group.clear')}
      </Button>
    </div>
  )
}
