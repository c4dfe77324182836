import type { Awaitable, Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import type { Deps } from '../deps.ts'
import { lower, type NamedEvent } from './events.ts'
import { payload } from './payload.ts'
import { newDeliveryId } from './send.ts'

/** Something that happened, as webhooks are told. */
export interface Announcement extends NamedEvent {
  readonly data: object
}

interface NewParcel {
  delivery_id: string
  webhook_id: string
  entity: string
  action: string
  body: string
  now: number
}

const insertParcel = insertion<NewParcel>()('millrace_webhook_outbox', {
  columns: {
    delivery_id: 'delivery_id',
    webhook_id: 'webhook_id',
    entity: 'entity',
    action: 'action',
    body: 'body',
    created_time: 'now',
    due_time: 'now',
  },
  fixed: { attempts: 0 },
})

/**
 * Tells webhooks of a change, in the change's own transaction: both are there or neither is. Nothing is done while nobody
 * listens.
 */
export function announce(deps: Deps, tx: Executor, { data, ...event }: Announcement): Awaitable<unknown> {
  const ids = deps.webhooks.listeners.to(event)
  if (ids.length === 0) return undefined
  const now = deps.clock()
  const body = payload(event, data, now)
  deps.webhooks.expectMail()
  return tx.insert(
    insertParcel,
    ids.map((webhook_id) => ({
      delivery_id: newDeliveryId(),
      webhook_id,
      entity: lower(event.entity),
      action: lower(event.action),
      body,
      now,
    })),
  )
}
