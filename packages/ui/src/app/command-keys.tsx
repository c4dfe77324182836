import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Icon } from '../components/icon.tsx'
import { isTyping } from '../components/is-typing.ts'
import type { CommandDialog } from '../features/commands/command-dialogs.tsx'
import { useText } from '../i18n/index.ts'
import css from './command-keys.module.css'

const CommandDialogs = lazy(async () => ({
  default: (await import('../features/commands/command-dialogs.tsx')).CommandDialogs,
}))

const isLetter = ({ key, ctrlKey, metaKey }: KeyboardEvent) => key.length === 1 && !ctrlKey && !metaKey

/** What a key opens. */
function wanted(event: KeyboardEvent): CommandDialog | undefined {
  const { key, ctrlKey, metaKey, altKey, target } = event
  if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) return 'menu'
  return key === '?' && !ctrlKey && !metaKey && !isTyping(target) ? 'keys' : undefined
}

/** The command menu's button in the bar, and its keys everywhere. */
export function CommandKeys() {
  const { t } = useText()
  const [open, setOpen] = useState<CommandDialog>()
  /** What was typed while the menu was still on its way; undefined where nothing waits for it. */
  const typed = useRef<string>(undefined)
  const openMenu = () => {
    typed.current = ''
    setOpen('menu')
  }
  const close = () => {
    typed.current = undefined
    setOpen(undefined)
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return
      if (typed.current !== undefined && isLetter(event)) typed.current += event.key
      else {
        const dialog = wanted(event)
        if (!dialog) return
        typed.current = dialog === 'menu' ? '' : undefined
        setOpen(dialog)
      }
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      <button
        type="button"
        className={css.button}
        title={t('nav.commands')}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={openMenu}
      >
        <Icon name="search" />
        <span>{t('nav.commands')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      {open && (
        <Suspense>
          <CommandDialogs open={open} typed={typed} onOpen={setOpen} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
