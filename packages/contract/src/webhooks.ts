import { type Endpoint, endpoint, type Permission } from './endpoint.ts'
import * as m from './generated/messages.ts'
import { type Int64, message } from './message.ts'

/** MLflow's entities, and our own beside them: no MLflow knows those, so they are kept and shown apart. */
export const HookEntityValues = { ...m.WebhookEntityValues, EXPERIMENT: 1001, RUN: 1002 } as const
export type HookEntity = keyof typeof HookEntityValues

export const HookActionValues = { ...m.WebhookActionValues, RESTORED: 1001, FINISHED: 1002 } as const
export type HookAction = keyof typeof HookActionValues

const OWN_ENTITIES: ReadonlySet<string> = new Set(['EXPERIMENT', 'RUN'])

/** Whether only Millrace knows this entity. */
export function isOwnEntity(entity: string): boolean {
  return OWN_ENTITIES.has(entity)
}

export interface HookEvent {
  entity?: HookEntity
  action?: HookAction
}
const HookEvent = message<HookEvent>('WebhookEvent', {
  entity: { type: 'enum', values: HookEntityValues },
  action: { type: 'enum', values: HookActionValues },
})

/** A webhook with MLflow's events and ours. */
export interface Hook extends Omit<m.Webhook, 'events'> {
  events: HookEvent[]
}

export interface CreateHook extends Omit<m.CreateWebhook, 'events'> {
  events?: HookEvent[]
}
const CreateHook = message<CreateHook>('CreateWebhook', {
  ...m.CreateWebhook.fields,
  events: { type: 'message', message: () => HookEvent, repeated: true },
})

export interface UpdateHook extends Omit<m.UpdateWebhook, 'events'> {
  events?: HookEvent[]
}
const UpdateHook = message<UpdateHook>('UpdateWebhook', {
  ...m.UpdateWebhook.fields,
  events: { type: 'message', message: () => HookEvent, repeated: true },
})

export interface TestHook {
  webhook_id?: string
  event?: HookEvent
}
const TestHook = message<TestHook>('TestWebhook', {
  ...m.TestWebhook.fields,
  event: { type: 'message', message: () => HookEvent },
})

/** One attempt to bring a webhook an event. */
export interface HookDelivery {
  /** The same for every attempt at one event, as in the header `X-MLflow-Delivery-Id`. */
  delivery_id: string
  entity: HookEntity
  action: HookAction
  /** 1 for the first. */
  attempt: number
  outcome: 'DELIVERED' | 'WILL_RETRY' | 'GIVEN_UP'
  /** When it was sent, in milliseconds since 1970. */
  sent_time: Int64
  duration_ms: Int64
  response_status?: number
  error_message?: string
}

export interface ListHookDeliveries {
  webhook_id?: string
  max_results?: number
  page_token?: string
}
const ListHookDeliveries = message<ListHookDeliveries>('ListWebhookDeliveries', {
  webhook_id: { type: 'string' },
  max_results: { type: 'int32' },
  page_token: { type: 'string' },
})

export interface ListHookDeliveriesResponse {
  /** Newest first. */
  deliveries: HookDelivery[]
  /** Events that wait to be sent, for the first time or again. */
  pending: number
  next_page_token?: string
}

const all = (action: Permission['action']): Permission => ({ action, on: 'webhook' })
const one = (action: Permission['action']): Permission => ({ action, on: 'webhook', by: ['webhook_id'] })

/** The calls of one of the two addresses: `/2.0/mlflow/webhooks`, and ours, which knows runs and experiments. */
function hookEndpoints(root: string) {
  const of = <I, O>(declaration: Omit<Endpoint<I, O>, 'path'>, below = '') =>
    endpoint<I, O>({ ...declaration, path: `${root}${below}` })
  return {
    create: of<CreateHook, { webhook: Hook }>({
      method: 'POST',
      request: CreateHook,
      required: ['name', 'url', 'events'],
      permission: all('create'),
    }),
    list: of<m.ListWebhooks, { webhooks?: Hook[]; next_page_token?: string }>({
      method: 'GET',
      request: m.ListWebhooks,
      permission: all('read'),
    }),
    get: of<m.GetWebhook, { webhook: Hook }>(
      { method: 'GET', request: m.GetWebhook, permission: one('read') },
      '/:webhook_id',
    ),
    update: of<UpdateHook, { webhook: Hook }>(
      { method: 'PATCH', request: UpdateHook, permission: one('update') },
      '/:webhook_id',
    ),
    delete: of<m.DeleteWebhook, object>(
      { method: 'DELETE', request: m.DeleteWebhook, permission: one('delete') },
      '/:webhook_id',
    ),
    test: of<TestHook, m.TestWebhookResponse>(
      { method: 'POST', request: TestHook, permission: one('update') },
      '/:webhook_id/test',
    ),
  }
}

/** MLflow's webhooks, on MLflow's wire. */
export const webhooks = hookEndpoints('2.0/mlflow/webhooks')

/** The same with events of runs and experiments. */
export const millraceWebhooks = hookEndpoints('3.0/millrace/webhooks')

export const listHookDeliveries = endpoint<ListHookDeliveries, ListHookDeliveriesResponse>({
  method: 'GET',
  path: '3.0/millrace/webhooks/:webhook_id/deliveries',
  request: ListHookDeliveries,
  permission: one('read'),
})
