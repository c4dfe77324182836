import { doesNotExist } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { View } from './events.ts'
import { type EventRow, eventsOf, HIDDEN_FROM_MLFLOW, type HookRow, hookById } from './queries.ts'

/** A webhook that is not deleted, with its events. @throws RESOURCE_DOES_NOT_EXIST */
export async function findHook(
  db: Executor,
  webhook_id: string,
  view: View,
): Promise<{ row: HookRow; events: EventRow[] }> {
  const row = await db.first(hookById, { webhook_id })
  if (!row || !isThere(row, view)) throw doesNotExist(`Webhook with ID ${webhook_id} not found.`)
  return { row, events: await eventsOf(db, [webhook_id]) }
}

function isThere({ deleted_timestamp }: HookRow, view: View): boolean {
  return deleted_timestamp === null || (view === 'all' && deleted_timestamp === HIDDEN_FROM_MLFLOW)
}
