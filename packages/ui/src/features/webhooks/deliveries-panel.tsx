import type { HookDelivery } from '@millrace/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Panel, PanelText } from '../../components/panel.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { formatDuration } from '../../i18n/format.ts'
import { useWebhookText } from '../../i18n/webhooks.ts'
import css from './deliveries-panel.module.css'
import { useEventName } from './event-names.ts'
import { deliveriesQuery } from './webhooks.ts'

/** Every attempt at bringing an event, the newest first, and what waits. */
export function DeliveriesPanel({ id }: { id: string }) {
  const { t } = useWebhookText()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    deliveriesQuery(id),
  )
  const deliveries = data?.pages.flatMap(({ deliveries }) => deliveries) ?? []
  const pending = data?.pages[0]?.pending ?? 0
  return (
    <Panel title={t('webhooks.deliveries')}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton rows={4} height={36} />}
      {pending > 0 && <PanelText>{t('webhooks.pending', { count: pending })}</PanelText>}
      {data && deliveries.length === 0 && <PanelText>{t('webhooks.deliveries.none')}</PanelText>}
      {deliveries.length > 0 && <Deliveries deliveries={deliveries} />}
      {hasNextPage && (
        <Button tone="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('webhooks.loadMore')}
        </Button>
      )}
    </Panel>
  )
}

function Deliveries({ deliveries }: { deliveries: HookDelivery[] }) {
  const { t, locale } = useWebhookText()
  const nameOf = useEventName()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('webhooks.deliveries')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th>{t('webhooks.outcome')}</th>
            <th>{t('webhooks.event')}</th>
            <th>{t('webhooks.sent')}</th>
            <th>{t('webhooks.attempt')}</th>
            <th>{t('webhooks.took')}</th>
            <th>{t('webhooks.response')}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={`${delivery.delivery_id} ${delivery.attempt}`}>
              <td className={css[delivery.outcome]}>{t(`webhooks.outcome.${delivery.outcome}`)}</td>
              <td title={delivery.delivery_id}>{nameOf(delivery)}</td>
              <td>
                <TimeAgo time={Number(delivery.sent_time)} />
              </td>
              <td>{delivery.attempt}</td>
              <td>{formatDuration(Number(delivery.duration_ms), locale)}</td>
              <td className={css.response} title={delivery.error_message}>
                {[delivery.response_status, delivery.error_message].filter(Boolean).join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
