import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { Button, IconButton } from './button.tsx'
import { errorText } from './error-text.ts'
import css from './toast.module.css'

interface Toast {
  text: string
  /** What it brings about may be refused, which is then told. */
  undo?: (() => unknown) | undefined
}

const ToastContext = createContext<(toast: Toast) => void>(() => {})

export const useToast = () => use(ToastContext)

const SHOWN_FOR_MS = 8_000

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useText()
  const [toast, setToast] = useState<Toast>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const show = useCallback((toast: Toast | undefined) => {
    clearTimeout(timer.current)
    setToast(toast)
    if (toast) timer.current = setTimeout(() => setToast(undefined), SHOWN_FOR_MS)
  }, [])

  const undo = toast?.undo
  return (
    <ToastContext value={show}>
      {children}
      <div className={css.region} role="status">
        {toast && (
          <div className={css.toast}>
            <span className={css.text}>{toast.text}</span>
            {undo && (
              <Button
                tone="quiet"
                onClick={() => {
                  show(undefined)
                  void Promise.resolve(undo()).catch((error) => show({ text: errorText(error, t) }))
                }}
              >
                {t('action.undo')}
              </Button>
            )}
            <IconButton icon="close" label={t('action.close')} onClick={() => show(undefined)} />
          </div>
        )}
      </div>
    </ToastContext>
  )
}
