import { useEffect, useId, useRef, useState } from 'react'
import { dayPattern, formatDay, parseDay } from '../i18n/date-text.ts'
import { IconButton } from './button.tsx'
import css from './date-field.module.css'

interface Props {
  label: string
  /** `2026-03-15`, or nothing. */
  value: string
  onChange: (value: string) => void
  locale: string
  words: Words
}

interface Words {
  /** The letters that stand for day, month and year. */
  letters: string
  calendar: string
  /** What to say of a text that is no day. */
  wrong: (pattern: string) => string
}

/**
 * A day as the page's language writes it: a date field of the browser's own follows the browser's language. That is here only
 * for its calendar.
 */
export function DateField({ label, value, onChange, locale, words }: Props) {
  const id = useId()
  const calendar = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  useEffect(() => setText(formatDay(value, locale)), [value, locale])
  const pattern = dayPattern(locale, words.letters)
  const wrong = text !== '' && parseDay(text, locale) === undefined
  const read = (text: string) => {
    setText(text)
    const day = text === '' ? '' : parseDay(text, locale)
    if (day !== undefined && day !== value) onChange(day)
  }
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <span className={css.box}>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          placeholder={pattern}
          value={text}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => read(event.target.value)}
        />
        <IconButton icon="calendar" label={words.calendar} onClick={() => calendar.current?.showPicker()} />
        <input
          ref={calendar}
          type="date"
          tabIndex={-1}
          aria-hidden="true"
          className={css.calendar}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {wrong && <small id={`${id}-wrong`}>{words.wrong(pattern)}</small>}
    </div>
  )
}
