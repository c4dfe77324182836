import { type Hook, isOwnEntity, type WebhookStatus } from '@millrace/contract'
import { type NamedEvent, storedEvent, type View } from './events.ts'
import type { EventRow, HookRow } from './queries.ts'

/** The wire's webhook. Events come in the order of their names, as in MLflow; the secret never leaves. */
export function toHook(row: HookRow, events: readonly EventRow[], view: View): Hook {
  return {
    webhook_id: row.webhook_id,
    name: row.name,
    ...(row.description && { description: row.description }),
    url: row.url,
    events: toEvents(events, view),
    status: row.status as WebhookStatus,
    creation_timestamp: row.creation_timestamp ?? 0,
    last_updated_timestamp: row.last_updated_timestamp ?? 0,
  }
}

export function toEvents(rows: readonly EventRow[], view: View): NamedEvent[] {
  return rows
    .toSorted((a, b) => compare(a.entity, b.entity) || compare(a.action, b.action))
    .map(storedEvent)
    .filter((event) => event !== undefined)
    .filter(({ entity }) => view === 'all' || !isOwnEntity(entity))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
