import { type GetWebhook, type Hook, invalidParameter, LIMITS, type ListWebhooks } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { decodePageToken, pageOf } from '../search/index.ts'
import type { View } from './events.ts'
import { findHook } from './find.ts'
import { eventsOf, hooksPage } from './queries.ts'
import { toHook } from './rows.ts'

export async function getWebhook(
  { registry }: Deps,
  input: GetWebhook,
  view: View,
): Promise<{ webhook: Hook }> {
  const { row, events } = await findHook(registry.db, input.webhook_id ?? '', view)
  return { webhook: toHook(row, events, view) }
}

interface HookPage {
  webhooks?: Hook[]
  next_page_token?: string
}

export async function listWebhooks({ registry }: Deps, input: ListWebhooks, view: View): Promise<HookPage> {
  const limit = pageSize(input.max_results)
  const offset = decodePageToken(input.page_token)
  const found = await hooksPage(registry.db, { includeHidden: view === 'all', limit: limit + 1, offset })
  const { page, next } = pageOf(found, { limit, offset })
  if (page.length === 0) return {}
  const ids = page.map((row) => row.webhook_id)
  const events = Map.groupBy(await eventsOf(registry.db, ids), (event) => event.webhook_id)
  return {
    webhooks: page.map((row) => toHook(row, events.get(row.webhook_id) ?? [], view)),
    ...(next && { next_page_token: next }),
  }
}

/** Zero stands for the default. */
export function pageSize(given: number | undefined): number {
  const size = given || LIMITS.webhooksPageDefault
  if (size >= 1 && size <= LIMITS.webhooksPage) return size
  throw invalidParameter(`max_results must be between 1 and ${LIMITS.webhooksPage}.`)
}
