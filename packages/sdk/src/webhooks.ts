import * as wire from '@millrace/contract'
import { NotFoundError } from './errors.ts'
import { type PageOptions, Search } from './pages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Lower, toDate } from './wire.ts'

/** Something that happens to something: `model_version.created`. Those of runs and experiments are of Millrace servers only. */
export type WebhookEvent = `${Lowercase<wire.HookEntity>}.${Lowercase<wire.HookAction>}`

/** An address that is told of events. */
export interface Webhook {
  readonly webhookId: string
  readonly name: string
  readonly description: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly status: 'active' | 'disabled'
  readonly creationTime: Date | undefined
  readonly lastUpdateTime: Date | undefined
}

/** What a new webhook may be given. */
export interface NewWebhook {
  readonly name: string
  readonly url: string
  /** @example ['model_version.created', 'run.finished'] */
  readonly events: readonly WebhookEvent[]
  readonly description?: string
  /** Signs what is sent; it is never shown again. */
  readonly secret?: string
  readonly status?: 'active' | 'disabled'
}

/** What came of a trial. */
export interface WebhookTest {
  readonly success: boolean
  readonly responseStatus: number | undefined
  readonly responseBody: string | undefined
  readonly errorMessage: string | undefined
}

/** One attempt to bring a webhook an event. */
export interface WebhookDelivery {
  readonly deliveryId: string
  readonly event: WebhookEvent
  readonly attempt: number
  readonly outcome: Lower<wire.HookDelivery['outcome']>
  readonly sentTime: Date
  readonly durationMs: number
  readonly responseStatus: number | undefined
  readonly errorMessage: string | undefined
}

/**
 * `client.webhooks`
 * @example
 * ```ts
 * const hooks = await client.webhooks.list().all()
 * ```
 */
export class Webhooks {
  readonly #transport: Transport
  #isOurs = true

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * From now on its address is told of these events.
   * @example
   * ```ts
   * await client.webhooks.create({ name: 'ci', url: 'https://example.org/hook', events: ['model_version.created'] })
   * ```
   */
  async create(fields: NewWebhook, options?: CallOptions): Promise<Webhook> {
    const calls = callsFor(fields.events)
    const input = { ...fromFields(fields), name: fields.name, url: fields.url }
    return toWebhook((await this.#transport.create(calls.create, input, options)).webhook)
  }

  /**
   * A webhook without its secret.
   * @example
   * ```ts
   * const { status, events } = await client.webhooks.get(webhookId)
   * ```
   */
  async get(webhookId: string, options?: CallOptions): Promise<Webhook> {
    const input = { webhook_id: webhookId }
    const { webhook } = await this.#read(({ get }) => this.#transport.call(get, input, options))
    return toWebhook(webhook)
  }

  /**
   * All webhooks.
   * @example
   * ```ts
   * for await (const { name, url } of client.webhooks.list()) console.log(name, url)
   * ```
   */
  list(page: PageOptions = {}, options?: CallOptions): Search<Webhook> {
    return new Search(async (page_token) => {
      const input = given({ max_results: page.pageSize, page_token })
      const answer = await this.#read(({ list }) => this.#transport.call(list, input, options))
      return {
        items: (answer.webhooks ?? []).map(toWebhook),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, page.pageToken)
  }

  /**
   * Changes what is given, and nothing else.
   * @example
   * ```ts
   * await client.webhooks.update(webhookId, { status: 'disabled' })
   * ```
   */
  async update(webhookId: string, fields: Partial<NewWebhook>, options?: CallOptions): Promise<Webhook> {
    const calls = callsFor(fields.events ?? [])
    const input = { ...fromFields(fields), webhook_id: webhookId }
    return toWebhook((await this.#transport.call(calls.update, input, options)).webhook)
  }

  /**
   * Its address is told nothing any more.
   * @example
   * ```ts
   * await client.webhooks.delete(webhookId)
   * ```
   */
  async delete(webhookId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.webhooks.delete, { webhook_id: webhookId }, options)
  }

  /**
   * Sends an example of the event, its first one if none is named.
   * @example
   * ```ts
   * const { success, responseStatus } = await client.webhooks.test(webhookId)
   * ```
   */
  async test(webhookId: string, event?: WebhookEvent, options?: CallOptions): Promise<WebhookTest> {
    const calls = callsFor(event ? [event] : [])
    const input = given({ webhook_id: webhookId, event: event && fromEvent(event) })
    const { result = {} } = await this.#transport.create(calls.test, input, options)
    return {
      success: result.success ?? false,
      responseStatus: result.response_status,
      responseBody: result.response_body,
      errorMessage: result.error_message,
    }
  }

  /**
   * What was sent lately, the newest first. Millrace servers only.
   * @example
   * ```ts
   * for await (const { event, outcome } of client.webhooks.deliveries(webhookId)) console.log(event, outcome)
   * ```
   */
  deliveries(webhookId: string, page: PageOptions = {}, options?: CallOptions): Search<WebhookDelivery> {
    return new Search(async (page_token) => {
      const input = given({ webhook_id: webhookId, max_results: page.pageSize, page_token })
      const answer = await this.#transport.call(wire.listHookDeliveries, input, options)
      return {
        items: answer.deliveries.map(toDelivery),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, page.pageToken)
  }

  /** Our address tells of every event; servers that are not ours know MLflow's only. */
  async #read<T>(ask: (calls: typeof wire.webhooks) => Promise<T>): Promise<T> {
    try {
      if (this.#isOurs) return await ask(wire.millraceWebhooks)
    } catch (error) {
      if (!isUnknownAddress(error)) throw error
      this.#isOurs = false
    }
    return ask(wire.webhooks)
  }
}

/** Told by the code: a webhook that is not there has another one. */
function isUnknownAddress(error: unknown): boolean {
  return error instanceof NotFoundError && (error.code === undefined || error.code === 'ENDPOINT_NOT_FOUND')
}

/** MLflow's address does not know our own events; ours knows all, but only MLflow's is there on every server. */
function callsFor(events: readonly WebhookEvent[]) {
  const isOwn = events.some((event) => wire.isOwnEntity(fromEvent(event).entity))
  return isOwn ? wire.millraceWebhooks : wire.webhooks
}

function fromEvent(event: WebhookEvent): Required<wire.HookEvent> {
  const [entity = '', action = ''] = event.toUpperCase().split('.')
  return { entity: entity as wire.HookEntity, action: action as wire.HookAction }
}

function toEvent({
  entity = 'ENTITY_UNSPECIFIED',
  action = 'ACTION_UNSPECIFIED',
}: wire.HookEvent): WebhookEvent {
  return `${entity}.${action}`.toLowerCase() as WebhookEvent
}

function fromFields({ name, url, events, description, secret, status }: Partial<NewWebhook>) {
  return given({
    name,
    url,
    events: events?.map(fromEvent),
    description,
    secret,
    status: status && (status.toUpperCase() as 'ACTIVE' | 'DISABLED'),
  })
}

function toWebhook(hook: wire.Hook): Webhook {
  return {
    webhookId: hook.webhook_id ?? '',
    name: hook.name ?? '',
    description: hook.description ?? '',
    url: hook.url ?? '',
    events: (hook.events ?? []).map(toEvent),
    status: hook.status === 'DISABLED' ? 'disabled' : 'active',
    creationTime: toDate(hook.creation_timestamp),
    lastUpdateTime: toDate(hook.last_updated_timestamp),
  }
}

function toDelivery(delivery: wire.HookDelivery): WebhookDelivery {
  return {
    deliveryId: delivery.delivery_id,
    event: toEvent(delivery),
    attempt: delivery.attempt,
    outcome: delivery.outcome.toLowerCase() as WebhookDelivery['outcome'],
    sentTime: new Date(Number(delivery.sent_time)),
    durationMs: Number(delivery.duration_ms),
    responseStatus: delivery.response_status,
    errorMessage: delivery.error_message,
  }
}
