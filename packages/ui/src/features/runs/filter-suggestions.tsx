import { useQuery } from '@tanstack/react-query'
import { type RefObject, useDeferredValue, useEffect, useState } from 'react'
import { formatCount } from '../../i18n/format.ts'
import { useRunsText } from '../../i18n/runs.ts'
import { holdsOf, type Typing, typingAt } from './filter-grammar.ts'
import css from './run-filter.module.css'
import type { FilterList, ListState } from './run-filter.tsx'
import type { RunsSearch } from './runs-search.ts'
import { keysQuery, valuesQuery } from './search-keys.ts'
import {
  isStatus,
  type Suggestion,
  suggestAnd,
  suggestFields,
  suggestOperators,
  suggestValues,
  wantedKey,
  wantedValue,
} from './suggest-filter.ts'

interface Props {
  id: string
  experimentId: string
  search: RunsSearch
  /** The filter up to the caret. */
  before: string
  /** Puts a text in place of what stands between a place and the caret. */
  onAccept: (text: string, start: number) => void
  /** Given the keys before the input does something with them. */
  list: RefObject<FilterList | undefined>
  onState: (state: ListState) => void
  onClose: () => void
}

const ENOUGH = 50

/** The listbox below the filter: keys, operators and values that may stand where the caret is. */
export function FilterSuggestions(props: Props) {
  const { id, experimentId, search, before, onAccept, list, onState, onClose } = props
  const { t, locale } = useRunsText()
  const typing = typingAt(before)
  const options = useSuggestions(experimentId, search, typing)
  const [at, setAt] = useState(-1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options begin with none of them
  useEffect(() => setAt(-1), [typing.expected, typing.partial])
  const active = options[at]
  const optionId = (index: number) => `${id}-${index}`
  const isShown = options.length > 0
  const activeId = active && optionId(at)
  useEffect(() => onState({ isShown, activeId }), [isShown, activeId, onState])

  const accept = ({ text }: Suggestion) => onAccept(text, typing.start)
  const step = (by: number) => {
    const next = Math.max(-1, Math.min(options.length - 1, at + by))
    setAt(next)
    document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' })
  }
  list.current = {
    onKey: (key) => {
      if (!isShown) return false
      if (key === 'ArrowDown') step(1)
      else if (key === 'ArrowUp') step(-1)
      else if (key === 'Escape') onClose()
      else if ((key === 'Enter' || key === 'Tab') && active) accept(active)
      else return false
      return true
    },
  }
  if (!isShown) return null
  return (
    <div id={id} role="listbox" aria-label={t('filter.suggestions')} className={css.list}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the input
        <div
          key={option.text}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={css.option}
          // The focus stays in the input.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => accept(option)}
        >
          <span dir="auto">{option.text}</span>
          {option.runs !== undefined && (
            <small title={t('columns.runs', { count: option.runs })}>
              {formatCount(option.runs, locale)}
            </small>
          )}
        </div>
      ))}
    </div>
  )
}

function useSuggestions(experimentId: string, search: RunsSearch, typing: Typing): Suggestion[] {
  const { expected, field } = typing
  const contains = useDeferredValue(expected === 'field' ? wantedKey(typing).contains : wantedValue(typing))
  const keys = useQuery({
    ...keysQuery(experimentId, search, contains, ENOUGH),
    enabled: expected === 'field',
    placeholderData: (old) => old,
  })
  const hasValues = expected === 'value' && holdsOf(field) === 'text' && !isStatus(field)
  const values = useQuery({
    ...valuesQuery(experimentId, search, field, contains),
    enabled: hasValues,
    retry: false,
  })
  if (expected === 'field') return suggestFields(typing, keys.data)
  if (expected === 'operator') return suggestOperators(typing)
  return expected === 'value' ? suggestValues(typing, values.data) : suggestAnd(typing)
}
