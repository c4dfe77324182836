import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Panel, PanelText } from '../../components/panel.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { formatCount } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import css from './key-value-panel.module.css'

export interface Entry {
  key: string
  text: string
  /** The untouched value, for the tip. */
  full: string
}

interface Props {
  title: string
  searchLabel: string
  emptyText: string
  entries: Entry[]
  numeric?: boolean
}

const SEARCHABLE_FROM = 8
const SHOWN_AT_ONCE = 100

export function KeyValuePanel({ title, searchLabel, emptyText, entries, numeric = false }: Props) {
  const { t, locale } = useRunText()
  const [text, setText] = useState('')
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const found = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return entries.filter(
      ({ key, full }) => key.toLowerCase().includes(wanted) || full.toLowerCase().includes(wanted),
    )
  }, [entries, text])
  const more = found.length - limit

  return (
    <Panel title={title} count={entries.length > 0 ? formatCount(entries.length, locale) : ''}>
      {entries.length >= SEARCHABLE_FROM && (
        <SearchBox className={css.search} label={searchLabel} value={text} onChange={setText} />
      )}
      {found.length === 0 ? (
        <PanelText>{entries.length === 0 ? emptyText : t('run.noMatch')}</PanelText>
      ) : (
        <table className={css.table} aria-label={title}>
          <tbody>
            {found.slice(0, limit).map(({ key, text, full }) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td className={numeric ? css.number : css.text} title={full}>
                  {text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && (
        <Button tone="quiet" onClick={() => setLimit(limit + 10 * SHOWN_AT_ONCE)}>
          {t('run.showMore', { count: more })}
        </Button>
      )}
    </Panel>
  )
}
