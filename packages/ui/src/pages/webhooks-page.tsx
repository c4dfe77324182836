import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { RowListSkeleton } from '../components/row-list.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { WebhookDialog } from '../features/webhooks/webhook-dialogs.tsx'
import { WebhookList } from '../features/webhooks/webhook-list.tsx'
import { webhooksQuery } from '../features/webhooks/webhooks.ts'
import { useWebhookText } from '../i18n/webhooks.ts'

export function WebhooksPage() {
  const { t } = useWebhookText()
  const [creating, setCreating] = useState(false)
  useDocumentTitle(t('webhooks.title'))
  return (
    <>
      <PageHeader
        crumbs={<Link to="/settings">{t('nav.settings')}</Link>}
        title={t('webhooks.title')}
        actions={
          <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
            {t('webhooks.create')}
          </Button>
        }
      />
      <Webhooks />
      {creating && <WebhookDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function Webhooks() {
  const { t } = useWebhookText()
  const query = useInfiniteQuery(webhooksQuery())
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (query.isPending) return <RowListSkeleton />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const hooks = query.data.pages.flatMap(({ webhooks = [] }) => webhooks)
  if (hooks.length > 0) return <WebhookList hooks={hooks} onEnd={onEnd} />
  return (
    <EmptyState title={t('webhooks.none')}>
      <span>{t('webhooks.none.hint')}</span>
    </EmptyState>
  )
}
