import type { DeleteWebhook, Hook, UpdateHook } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { checkDescription, checkName, checkUrl } from './check.ts'
import { deletedTime } from './create.ts'
import { assertEventsDistinct, checkedEvent, replaceEvents, type View } from './events.ts'
import { findHook } from './find.ts'
import { deleteOwnEvents, eventsOf, updateHookRow } from './queries.ts'
import { toEvents, toHook } from './rows.ts'

/** Fields that are absent or empty stay as they are, except that a description and a secret may be emptied. */
export async function updateWebhook(deps: Deps, input: UpdateHook, view: View): Promise<{ webhook: Hook }> {
  const { webhooks, registry } = deps
  const webhook_id = input.webhook_id ?? ''
  const events = (input.events ?? []).map((event) => checkedEvent(event, view))
  await findHook(registry.db, webhook_id, view)
  if (input.name) checkName(input.name)
  if (input.url) await checkUrl(webhooks.egress, input.url)
  checkDescription(input.description)
  assertEventsDistinct(events)
  const now = deps.clock()
  const secret = input.secret === undefined ? undefined : await webhooks.secrets.encrypt(input.secret, now)
  const webhook = await registry.writer.write(async (tx) => {
    const { row } = await findHook(tx, webhook_id, view)
    if (events.length > 0) await replaceEvents(tx, webhook_id, events, view)
    const stored = await eventsOf(tx, [webhook_id])
    const changed = {
      ...row,
      name: input.name || row.name,
      description: input.description ?? row.description,
      url: input.url || row.url,
      status: input.status ?? row.status,
      secret: secret === undefined ? row.secret : secret,
      last_updated_timestamp: now,
      deleted_timestamp: deletedTime(toEvents(stored, 'all')),
    }
    await tx.run(updateHookRow, changed)
    return toHook(changed, stored, view)
  })
  await webhooks.listeners.reload()
  return { webhook }
}

/** The row stays, as in MLflow. */
export async function deleteWebhook(deps: Deps, input: DeleteWebhook, view: View): Promise<object> {
  const { webhooks, registry } = deps
  const webhook_id = input.webhook_id ?? ''
  const now = deps.clock()
  await registry.writer.write(async (tx) => {
    const { row } = await findHook(tx, webhook_id, view)
    await tx.run(updateHookRow, { ...row, last_updated_timestamp: now, deleted_timestamp: now })
    await tx.run(deleteOwnEvents, { webhook_id })
  })
  await webhooks.listeners.reload()
  return {}
}
