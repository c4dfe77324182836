import { useText } from '../i18n/index.ts'
import { Button } from './button.tsx'
import { errorCode, errorText } from './error-text.ts'
import { Icon } from './icon.tsx'
import css from './state.module.css'

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useText()
  const code = errorCode(error)
  return (
    <div className={css.state} role="alert">
      <span className={css.bad}>
        <Icon name="warning" size={24} />
      </span>
      <p className={css.text}>{errorText(error, t)}</p>
      {code && <code className={css.code}>{code}</code>}
      {onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>}
    </div>
  )
}
