import {
  HOOK_EVENTS,
  type HookAction,
  type HookEntity,
  type HookEvent,
  invalidParameter,
  isOwnEntity,
  MlflowError,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import * as queries from './queries.ts'

/** Whose address was called: MLflow's knows MLflow's events only, since its clients fail on others. */
export type View = 'mlflow' | 'all'

export interface NamedEvent {
  readonly entity: HookEntity
  readonly action: HookAction
}

/** An event that may be listened to. @throws INVALID_PARAMETER_VALUE, MLflow's text where it has one. */
export function checkedEvent({ entity, action }: HookEvent, view: View): NamedEvent {
  const actions = entity && HOOK_EVENTS[entity]
  if (!entity || !actions || !action || action === 'ACTION_UNSPECIFIED') throw unknownEvent()
  if (view === 'mlflow' && isOwnEntity(entity)) {
    throw invalidParameter(
      `MLflow has no events of '${lower(entity)}'; make the webhook at /api/3.0/millrace/webhooks.`,
    )
  }
  if (actions.includes(action)) return { entity, action }
  const valid = actions.map((name) => `'${lower(name)}'`).join(', ')
  throw invalidParameter(
    `Invalid action '${lower(action)}' for entity '${lower(entity)}'. Valid actions are: [${valid}]`,
  )
}

function unknownEvent(): MlflowError {
  const known = Object.keys(HOOK_EVENTS).join(', ')
  return invalidParameter(`A webhook event needs an action and an entity, which is one of ${known}.`)
}

export function assertEventsDistinct(events: readonly NamedEvent[]): void {
  if (new Set(events.map(keyOf)).size === events.length) return
  throw new MlflowError('BAD_REQUEST', 'An event is given twice.')
}

/** An event's name as text: `RUN.CREATED`. */
export function keyOf({ entity, action }: NamedEvent): string {
  return `${entity}.${action}`
}

/** Databases and payloads have the names in lower case. */
export function lower(name: string): string {
  return name.toLowerCase()
}

/** An event from the database; undefined where it is none that we know. */
export function storedEvent({ entity, action }: { entity: string; action: string }): NamedEvent | undefined {
  const event = { entity: entity.toUpperCase(), action: action.toUpperCase() } as NamedEvent
  return HOOK_EVENTS[event.entity]?.includes(event.action) ? event : undefined
}

/** Puts a webhook's events into the tables; those of the other view stay. */
export async function replaceEvents(
  tx: Executor,
  webhook_id: string,
  events: readonly NamedEvent[],
  view: View,
): Promise<void> {
  const rows = (own: boolean) =>
    events
      .filter(({ entity }) => isOwnEntity(entity) === own)
      .map(({ entity, action }) => ({ webhook_id, entity: lower(entity), action: lower(action) }))
  await tx.run(queries.deleteEvents, { webhook_id })
  await tx.insert(queries.insertEvent, rows(false))
  if (view === 'mlflow') return
  await tx.run(queries.deleteOwnEvents, { webhook_id })
  await tx.insert(queries.insertOwnEvent, rows(true))
}
