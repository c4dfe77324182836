import type { Hook } from '@millrace/contract'
import { useWebhookText } from '../../i18n/webhooks.ts'
import css from './webhook-state.module.css'

export function WebhookState({ status = 'ACTIVE' }: { status?: Hook['status'] | undefined }) {
  const { t } = useWebhookText()
  return (
    <span className={status === 'ACTIVE' ? css.active : css.disabled}>{t(`webhooks.status.${status}`)}</span>
  )
}
