import { type ReactNode, useId, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { errorCode, errorText } from './error-text.ts'
import css from './form-dialog.module.css'

interface Props {
  title: string
  submitLabel: string
  tone?: 'primary' | 'danger'
  disabled?: boolean
  wide?: boolean
  onSubmit: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}

/** Closes when the server has accepted; otherwise stays and says why not. */
export function FormDialog({
  title,
  submitLabel,
  tone = 'primary',
  disabled,
  wide = false,
  onSubmit,
  onClose,
  children,
}: Props) {
  const { t } = useText()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  const submit = async () => {
    setBusy(true)
    try {
      await onSubmit()
      onClose()
    } catch (error) {
      setError(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} size={wide ? 'wide' : undefined} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {children}
        {error !== undefined && (
          <p className={css.error} role="alert">
            {errorText(error, t)}
            <small>{errorCode(error)}</small>
          </p>
        )}
        <footer className={css.actions}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button tone={tone} type="submit" disabled={disabled || busy}>
            {submitLabel}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  multiline?: boolean
  rows?: number
  /** Of an input; what is secret is not shown while it is written. */
  type?: 'text' | 'password' | 'url'
  hint?: string
}

export function Field({
  label,
  value,
  onChange,
  multiline = false,
  rows = 4,
  type = 'text',
  hint,
}: FieldProps) {
  const id = useId()
  const Input = multiline ? 'textarea' : 'input'
  const hintId = hint && `${id}-hint`
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        type={multiline ? undefined : type}
        autoComplete={type === 'password' ? 'new-password' : undefined}
        rows={multiline ? rows : undefined}
        aria-describedby={hintId}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && (
        <small id={hintId} className={css.hint}>
          {hint}
        </small>
      )}
    </div>
  )
}
