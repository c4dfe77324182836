import { useEffect, useState } from 'react'
import { errorText } from '../../components/error-text.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { useText } from '../../i18n/index.ts'
import css from './run-filter.module.css'

interface Props {
  filter: string
  onFilter: (filter: string) => void
  /** The server's answer to this filter, when it refused it. */
  error: unknown
}

const ERROR_ID = 'run-filter-error'

/** Sent by Enter, since half a filter is an error; clearing it acts at once. */
export function RunFilter({ filter, onFilter, error }: Props) {
  const { t } = useText()
  const [text, setText] = useState(filter)
  useEffect(() => setText(filter), [filter])
  const failed = Boolean(error)
  return (
    <div className={css.filter}>
      <SearchBox
        slashKey
        className={css.box}
        label={t('runs.filter')}
        placeholder={t('runs.filter.example')}
        value={text}
        onChange={(value) => {
          setText(value)
          if (value === '') onFilter('')
        }}
        onKeyDown={(event) => event.key === 'Enter' && onFilter(text.trim())}
        aria-invalid={failed}
        aria-describedby={failed ? ERROR_ID : undefined}
      />
      {failed && (
        <p id={ERROR_ID} role="alert" className={css.error}>
          {errorText(error, t)}
        </p>
      )}
    </div>
  )
}
