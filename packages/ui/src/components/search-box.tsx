import { type InputHTMLAttributes, type RefObject, useEffect, useRef } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { isTyping } from './is-typing.ts'
import css from './search-box.module.css'

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  value: string
  onChange: (value: string) => void
  /** Takes the focus when `/` is pressed anywhere on the page. */
  slashKey?: boolean
  ref?: RefObject<HTMLInputElement | null>
}

export function SearchBox({
  label,
  value,
  onChange,
  slashKey = false,
  className = '',
  onKeyDown,
  ref,
  ...rest
}: Props) {
  const { t } = useText()
  const own = useRef<HTMLInputElement>(null)
  const input = ref ?? own

  useEffect(() => {
    if (!slashKey) return
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      event.preventDefault()
      input.current?.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [slashKey, input])

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
          onKeyDown?.(event)
          if (event.key === 'Escape' && !event.defaultPrevented) event.currentTarget.blur()
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
