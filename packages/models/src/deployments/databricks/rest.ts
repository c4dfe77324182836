import { type Client, NotFoundError } from '@millrace/sdk'
import type { NameRule } from '../names.ts'
import type { Description } from '../target.ts'

export const NAMES: NameRule = {
  pattern: /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i,
  words: 'letters, digits, dashes and underscores, 63 at most, with a letter or a digit first and last',
}

export const PATH = '/api/2.0/serving-endpoints'
/** MLflow's client says so, and Databricks counts by it. */
const HEADERS = { 'x-databricks-endpoints-api-client': 'Databricks Deployment Client' }

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: object
}

/** The REST API of Model Serving in one workspace. */
export class ServingRest {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  /** @throws ServerError with Databricks' words for a refusal */
  async call({ method, path, body }: Call): Promise<Description> {
    const { transport } = this.#client
    const sending = { method, path, repeatable: method !== 'POST', headers: HEADERS }
    if (method === 'DELETE') {
      await transport.sendForNothing(sending)
      return {}
    }
    if (body === undefined) return transport.sendForJson<Record<string, unknown>>(sending)
    const headers = { ...HEADERS, 'content-type': 'application/json' }
    return transport.sendForJson<Record<string, unknown>>({ ...sending, headers, body: JSON.stringify(body) })
  }

  /** The endpoint of that name; undefined when there is none. */
  async find(name: string): Promise<Description | undefined> {
    try {
      return await this.call({ method: 'GET', path: `${PATH}/${name}` })
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      throw error
    }
  }

  /** Asks an endpoint; its answer as it came. */
  async invoke(name: string, contentType: string, body: string): Promise<string> {
    const path = `/serving-endpoints/${name}/invocations`
    const headers = { ...HEADERS, 'content-type': contentType }
    const reply = await this.#client.transport.send({ method: 'POST', path, headers, body, repeatable: true })
    return reply.text()
  }
}

/** A call for a person; variables that name no secret may be one, so their values are left out. */
export function shown({ method, path, body }: Call): string {
  if (body === undefined) return `${method} ${path}`
  return `${method} ${path}\n${JSON.stringify(body, hidden, 2)}`
}

function hidden(member: string, value: unknown): unknown {
  if (member !== 'environment_vars' || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, text]) => [
    name,
    /^\{\{secrets\/.*\}\}$/.test(text) ? text : '…',
  ])
  return Object.fromEntries(entries)
}
