import { type InputHTMLAttributes, useEffect, useRef } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import css from './search-box.module.css'

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  value: string
  onChange: (value: string) => void
  /** Takes the focus when `/` is pressed anywhere on the page. */
  slashKey?: boolean
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

export function SearchBox({
  label,
  value,
  onChange,
  slashKey = false,
  className = '',
  onKeyDown,
  ...rest
}: Props) {
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (!slashKey) return
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      event.preventDefault()
      input.current?.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [slashKey])

  return (
    <span className={`${css.box} ${className}`}>
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
          onKeyDown?.(event)
        }}
        {...rest}
      />
      {value ? (
        <IconButton icon="close" label={t('action.clear')} onClick={() => onChange('')} />
      ) : (
        slashKey && <kbd>/</kbd>
      )}
    </span>
  )
}
