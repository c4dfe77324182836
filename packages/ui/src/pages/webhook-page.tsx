import type { Hook } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Detail, DetailCode, Details } from '../components/details.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { Menu } from '../components/menu.tsx'
import { Overview } from '../components/overview.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { DeliveriesPanel } from '../features/webhooks/deliveries-panel.tsx'
import { useEventName } from '../features/webhooks/event-names.ts'
import { TestPanel } from '../features/webhooks/test-panel.tsx'
import { DeleteWebhookDialog, WebhookDialog } from '../features/webhooks/webhook-dialogs.tsx'
import { WebhookState } from '../features/webhooks/webhook-state.tsx'
import { webhookQuery } from '../features/webhooks/webhooks.ts'
import { useWebhookText } from '../i18n/webhooks.ts'
import css from './webhook-page.module.css'

const route = getRouteApi('/webhooks/$webhookId')

export function WebhookPage() {
  const { t } = useWebhookText()
  const { webhookId } = route.useParams()
  const { data: hook, error, refetch } = useQuery(webhookQuery(webhookId))
  useDocumentTitle(hook?.name ?? t('webhooks.title'))
  return (
    <>
      <PageHeader
        crumbs={<Link to="/webhooks">{t('webhooks.title')}</Link>}
        title={<span title={hook?.name}>{hook?.name ?? webhookId}</span>}
        actions={hook && <Actions hook={hook} />}
      />
      <PageBody>
        {error && !hook ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : hook ? (
          <Overview
            main={<DeliveriesPanel id={webhookId} />}
            side={
              <>
                <HookDetails hook={hook} />
                <TestPanel key={webhookId} hook={hook} />
              </>
            }
          />
        ) : (
          <Skeleton rows={8} height={36} />
        )}
      </PageBody>
    </>
  )
}

function HookDetails({ hook }: { hook: Hook }) {
  const { t } = useWebhookText()
  const nameOf = useEventName()
  return (
    <Panel title={t('webhooks.details')}>
      <Details>
        <Detail label={t('webhooks.status')}>
          <WebhookState status={hook.status} />
        </Detail>
        <Detail label={t('webhooks.url')}>
          <DetailCode>{hook.url ?? ''}</DetailCode>
        </Detail>
        <Detail label={t('webhooks.description')}>{hook.description}</Detail>
        <Detail label={t('webhooks.created')}>
          <TimeAgo time={hook.creation_timestamp} />
        </Detail>
        <Detail label={t('webhooks.updated')}>
          <TimeAgo time={hook.last_updated_timestamp} />
        </Detail>
        <Detail label={t('webhooks.events')}>
          <ul className={css.events}>
            {hook.events.map((event) => (
              <li key={nameOf(event)}>{nameOf(event)}</li>
            ))}
          </ul>
        </Detail>
      </Details>
    </Panel>
  )
}

function Actions({ hook }: { hook: Hook }) {
  const { t } = useWebhookText()
  const navigate = route.useNavigate()
  const [dialog, setDialog] = useState<'edit' | 'delete'>()
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu
        label={t('field.actions')}
        items={[
          { label: t('action.edit'), onSelect: () => setDialog('edit') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]}
      />
      {dialog === 'edit' && <WebhookDialog hook={hook} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteWebhookDialog hook={hook} onDeleted={() => navigate({ to: '/webhooks' })} onClose={close} />
      )}
    </>
  )
}
