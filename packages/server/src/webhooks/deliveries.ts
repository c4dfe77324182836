import type { HookDelivery, ListHookDeliveries, ListHookDeliveriesResponse } from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { decodePageToken, pageOf } from '../search/index.ts'
import { findHook } from './find.ts'
import { pageSize } from './get.ts'

/** What was sent to a webhook, as far back as the log goes, and how much is still to be sent. */
export async function listDeliveries(
  { db, registry }: Deps,
  input: ListHookDeliveries,
): Promise<ListHookDeliveriesResponse> {
  const webhook_id = input.webhook_id ?? ''
  const limit = pageSize(input.max_results)
  const offset = decodePageToken(input.page_token)
  await findHook(registry.db, webhook_id, 'all')
  const { builder } = registry.db
  const rows = await registry.db.query(
    builder
      .selectFrom('millrace_webhook_deliveries')
      .selectAll()
      .where('webhook_id', '=', webhook_id)
      .orderBy('id', 'desc')
      .limit(sql.lit(limit + 1))
      .offset(sql.lit(offset)),
  )
  const outboxes = db === registry.db ? [db] : [db, registry.db]
  const pending = await Promise.all(outboxes.map((outbox) => countPending(outbox, webhook_id)))
  const { page, next } = pageOf(rows, { limit, offset })
  return {
    deliveries: page.map(toDelivery),
    pending: pending.reduce((sum, count) => sum + count),
    ...(next && { next_page_token: next }),
  }
}

async function countPending(db: Executor, webhook_id: string): Promise<number> {
  const [row] = await db.query(
    db.builder
      .selectFrom('millrace_webhook_outbox')
      .select((of) => of.fn.countAll().as('pending'))
      .where('webhook_id', '=', webhook_id),
  )
  return Number(row?.pending ?? 0)
}

interface DeliveryRow {
  readonly delivery_id: string
  readonly entity: string
  readonly action: string
  readonly attempt: number
  readonly outcome: string
  readonly sent_time: number
  readonly duration_ms: number
  readonly response_status: number | null
  readonly error_message: string | null
}

function toDelivery(row: DeliveryRow): HookDelivery {
  return {
    delivery_id: row.delivery_id,
    entity: row.entity.toUpperCase() as HookDelivery['entity'],
    action: row.action.toUpperCase() as HookDelivery['action'],
    attempt: row.attempt,
    outcome: row.outcome as HookDelivery['outcome'],
    sent_time: row.sent_time,
    duration_ms: row.duration_ms,
    ...(row.response_status !== null && { response_status: row.response_status }),
    ...(row.error_message !== null && { error_message: row.error_message }),
  }
}
