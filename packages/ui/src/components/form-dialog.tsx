import { type ReactNode, useId, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { errorText } from './error-text.ts'
import css from './form-dialog.module.css'

interface Props {
  title: string
  submitLabel: string
  tone?: 'primary' | 'danger'
  disabled?: boolean
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
    <Dialog title={title} onClose={onClose}>
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
}

export function Field({ label, value, onChange, multiline = false }: FieldProps) {
  const id = useId()
  const Input = multiline ? 'textarea' : 'input'
  return (
    <label className={css.field} htmlFor={id}>
      {label}
      <Input
        id={id}
        value={value}
        rows={multiline ? 4 : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
