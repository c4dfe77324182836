import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './button.tsx'
import css from './dialog.module.css'

interface Props {
  title: string
  /** `wide` for what needs room to be written in, `full` as large as the window allows. */
  size?: 'wide' | 'full' | undefined
  onClose: () => void
  children: ReactNode
}

/** The browser's own modal: it keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({ title, size, onClose, children }: Props) {
  const { t } = useText()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // Only a dialog that is closed, not one that is just taken away, gives the focus back.
    return () => dialog?.close()
  }, [])

  return (
    <dialog
      ref={ref}
      className={`${css.dialog} ${size ? css[size] : ''}`}
      aria-labelledby={titleId}
      // In strict mode it is closed and opened once more before the event of the closing comes.
      onClose={(event) => !event.currentTarget.open && onClose()}
    >
      <header className={css.head}>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={t('action.close')} onClick={() => ref.current?.close()} />
      </header>
      {children}
    </dialog>
  )
}
