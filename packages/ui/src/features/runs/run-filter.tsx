import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { SearchBox } from '../../components/search-box.tsx'
import { useText } from '../../i18n/index.ts'
import css from './run-filter.module.css'
import type { RunsSearch } from './runs-search.ts'

const FilterSuggestions = lazy(async () => ({
  default: (await import('./filter-suggestions.tsx')).FilterSuggestions,
}))
const FilterError = lazy(async () => ({ default: (await import('./filter-error.tsx')).FilterError }))

/** The open list of suggestions. */
export interface FilterList {
  /** @returns whether the list has taken the key. */
  onKey: (key: string) => boolean
}

/** What the input tells of it. */
export interface ListState {
  isShown: boolean
  activeId?: string | undefined
}

const CLOSED: ListState = { isShown: false }

interface Props {
  experimentId: string
  search: RunsSearch
  onFilter: (filter: string) => void
  /** The server's answer to this filter, when it refused it. */
  error: unknown
}

const ERROR_ID = 'run-filter-error'
const LIST_ID = 'run-filter-list'

/** Sent by Enter, since half a filter is an error; clearing it acts at once. */
export function RunFilter({ experimentId, search, onFilter, error }: Props) {
  const { t } = useText()
  const filter = search.filter ?? ''
  const [text, setText] = useState(filter)
  useEffect(() => setText(filter), [filter])
  const input = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState<number>()
  const [shown, setShown] = useState(CLOSED)
  const list = useRef<FilterList>(undefined)
  const nextCaret = useRef<number>(undefined)
  const isOpen = caret !== undefined
  const failed = Boolean(error)

  const close = useCallback(() => {
    setCaret(undefined)
    setShown(CLOSED)
    list.current = undefined
  }, [])
  const follow = () => setCaret(input.current?.selectionStart ?? undefined)
  const accept = (accepted: string, start: number) => {
    const rest = text.slice(caret).replace(/^\s/, '')
    setText(`${text.slice(0, start)}${accepted} ${rest}`)
    nextCaret.current = start + accepted.length + 1
  }
  // The browser puts the caret at the end of a text that is given to an input.
  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return
    input.current?.setSelectionRange(nextCaret.current, nextCaret.current)
    setCaret(nextCaret.current)
    nextCaret.current = undefined
  })
  const show = (start: number, end: number) => {
    input.current?.focus()
    input.current?.setSelectionRange(start, end)
  }

  return (
    <div className={css.filter}>
      <SearchBox
        ref={input}
        slashKey
        role="combobox"
        aria-expanded={shown.isShown}
        aria-autocomplete="list"
        aria-controls={shown.isShown ? LIST_ID : undefined}
        aria-activedescendant={shown.activeId}
        className={css.box}
        label={t('runs.filter')}
        placeholder={t('runs.filter.example')}
        value={text}
        onChange={(value) => {
          setText(value)
          follow()
          if (value === '') onFilter('')
        }}
        onSelect={follow}
        onBlur={close}
        onKeyDown={(event) => {
          if (list.current?.onKey(event.key)) return event.preventDefault()
          if (event.key !== 'Enter') return
          onFilter(text.trim())
          close()
        }}
        aria-invalid={failed}
        aria-describedby={failed ? ERROR_ID : undefined}
      />
      {isOpen && (
        <Suspense>
          <FilterSuggestions
            id={LIST_ID}
            experimentId={experimentId}
            search={search}
            before={text.slice(0, caret)}
            onAccept={accept}
            list={list}
            onState={setShown}
            onClose={close}
          />
        </Suspense>
      )}
      {failed && (
        <Suspense>
          <FilterError id={ERROR_ID} filter={filter} error={error} onShow={show} />
        </Suspense>
      )}
    </div>
  )
}
