import type { Hook } from '@millrace/contract'
import { useWebhookText } from '../../i18n/webhooks.ts'

type HookEvent = Hook['events'][number]

/** An event in the reader's words. */
export function useEventName(): (event: HookEvent) => string {
  const { t } = useWebhookText()
  return ({ entity = 'RUN', action = 'CREATED' }) =>
    entity === 'ENTITY_UNSPECIFIED' || action === 'ACTION_UNSPECIFIED'
      ? `${entity} ${action}`
      : t('webhooks.eventName', {
          entity: t(`webhooks.entity.${entity}`),
          action: t(`webhooks.action.${action}`),
        })
}
