import type { Hook, ListHookDeliveriesResponse, TestWebhookResponse } from '@millrace/contract'
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { changeOwn, getOwn } from '../../api/client.ts'

const PAGE_SIZE = 100
const LOG_PAGE_SIZE = 50
const LOG_AGAIN_MS = 4_000

const webhooksKey = ['webhooks'] as const

export const webhooksQuery = () =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey, 'list'],
    queryFn: ({ pageParam, signal }) =>
      getOwn<{ webhooks?: Hook[]; next_page_token?: string }>(
        'webhooks',
        { max_results: PAGE_SIZE, page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })

const pathOf = (id: string, below = '') => `webhooks/${encodeURIComponent(id)}${below}`

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: [...webhooksKey, 'get', id],
    queryFn: async ({ signal }) => (await getOwn<{ webhook: Hook }>(pathOf(id), {}, signal)).webhook,
  })

/** Read again every few seconds while it is looked at: deliveries have no stream of their own. */
export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey, 'deliveries', id],
    queryFn: ({ pageParam, signal }) =>
      getOwn<ListHookDeliveriesResponse>(
        pathOf(id, '/deliveries'),
        { max_results: LOG_PAGE_SIZE, page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
    refetchInterval: LOG_AGAIN_MS,
  })

export type HookEvents = NonNullable<Hook['events']>

/** What a webhook is made of. Without a secret the one that is there stays. */
export interface HookDraft {
  name: string
  url: string
  description: string
  status: NonNullable<Hook['status']>
  secret?: string
  events: HookEvents
}

export const testWebhook = async (id: string, event: HookEvents[number] | undefined) =>
  (await changeOwn<TestWebhookResponse>('POST', pathOf(id, '/test'), event ? { event } : {})).result ?? {}

/** Each resolves when the server has accepted; whatever shows webhooks then reads them anew. */
export function useWebhookChanges() {
  const client = useQueryClient()
  const thenRefresh =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await act(...args)
      await client.invalidateQueries({ queryKey: webhooksKey })
      return result
    }
  return {
    create: thenRefresh((draft: HookDraft) => changeOwn<{ webhook: Hook }>('POST', 'webhooks', draft)),
    update: thenRefresh((id: string, draft: HookDraft) => changeOwn('PATCH', pathOf(id), draft)),
    /** The page that shows it must go on to another place before it is read again. */
    remove: async (id: string) => {
      await changeOwn('DELETE', pathOf(id), {})
      client.removeQueries({ queryKey: [...webhooksKey, 'list'] })
    },
  }
}
