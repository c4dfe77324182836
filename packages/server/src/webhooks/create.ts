import { randomUUID } from 'node:crypto'
import { type CreateHook, type Hook, invalidParameter, isOwnEntity } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { checkDescription, checkName, checkUrl } from './check.ts'
import { assertEventsDistinct, checkedEvent, type NamedEvent, replaceEvents, type View } from './events.ts'
import { eventsOf, HIDDEN_FROM_MLFLOW, insertHook } from './queries.ts'
import { toHook } from './rows.ts'

export async function createWebhook(deps: Deps, input: CreateHook, view: View): Promise<{ webhook: Hook }> {
  const { webhooks, registry } = deps
  const events = (input.events ?? []).map((event) => checkedEvent(event, view))
  checkName(input.name ?? '')
  await checkUrl(webhooks.egress, input.url ?? '')
  checkDescription(input.description)
  if (events.length === 0) {
    throw invalidParameter('Webhook events must be a non-empty list of WebhookEvent objects: [].')
  }
  assertEventsDistinct(events)
  const now = deps.clock()
  const row = {
    webhook_id: randomUUID(),
    name: input.name ?? '',
    description: input.description || null,
    url: input.url ?? '',
    status: input.status ?? 'ACTIVE',
    secret: await webhooks.secrets.encrypt(input.secret ?? '', now),
    creation_timestamp: now,
    last_updated_timestamp: now,
    deleted_timestamp: deletedTime(events),
  }
  const stored = await registry.writer.write(async (tx) => {
    await tx.insert(insertHook, [row])
    await replaceEvents(tx, row.webhook_id, events, view)
    return eventsOf(tx, [row.webhook_id])
  })
  await webhooks.listeners.reload()
  return { webhook: toHook(row, stored, view) }
}

/** MLflow fails on all webhooks if one has no event that it knows; such a one looks deleted to it. */
export function deletedTime(events: readonly Pick<NamedEvent, 'entity'>[]): number | null {
  return events.every(({ entity }) => isOwnEntity(entity)) ? HIDDEN_FROM_MLFLOW : null
}
