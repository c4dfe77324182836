import { parse as parseQuery } from 'node:querystring'
import {
  decodeRequest,
  type Endpoint,
  type ErrorBody,
  invalidParameter,
  type Message,
  MlflowError,
} from '@millrace/contract'
import type { Logger } from 'pino'
import { toldBy, transientReason } from '../db/transient.ts'
import type { Deps } from '../deps.ts'
import { parseBody } from './json-body.ts'
import { JsonText, toJson } from './json-text.ts'

/** An endpoint and the verb that serves it. */
export interface Route {
  readonly endpoint: Endpoint<never, unknown>
  readonly verb: (deps: Deps, input: never, params: Params) => Promise<unknown>
  readonly admit?: Admit
}

/** What the address says, by the names in its pattern; a wildcard's is `*`. */
export type Params = Readonly<Record<string, string>>

/** Refuses by what the address says, before anything else is looked at. */
type Admit = (deps: Deps, params: Params) => void

/** Ties a verb to its endpoint; the types must agree. */
export function route<Input, Output>(
  endpoint: Endpoint<Input, Output>,
  verb: (deps: Deps, input: Input, params: Params) => Promise<Output | JsonText>,
  admit?: Admit,
): Route {
  // Input is checked by the endpoint's own decoder before its verb gets it, so the pair may forget its types here.
  return { endpoint: endpoint as unknown as Endpoint<never, unknown>, verb: verb as Route['verb'], admit }
}

/** What an endpoint needs to know of an HTTP request. */
export interface Incoming {
  readonly query: string
  readonly contentType: string | undefined
  readonly body: Buffer | string
  readonly params?: Params
}

export interface Outgoing {
  readonly status: number
  readonly body: string | Uint8Array
}

const JSON_ONLY = new Set(['POST', 'PUT', 'PATCH'])

/** Serves one request of the wire: decode, verb, text. Never throws; every error becomes MLflow's error body. */
export async function answer(
  deps: Deps,
  { endpoint, verb, admit }: Route,
  incoming: Incoming,
): Promise<Outgoing> {
  try {
    const params = incoming.params ?? {}
    admit?.(deps, params)
    const input = decodeRequest(endpoint, rawInput(endpoint, incoming))
    const output = await verb(deps, input, params)
    return { status: 200, body: output instanceof JsonText ? output.body : toJson(output) }
  } catch (error) {
    return failure(error, deps.log)
  }
}

function rawInput(endpoint: Endpoint<never, unknown>, incoming: Incoming): Record<string, unknown> {
  if (endpoint.method === 'GET' && incoming.query !== '')
    return { ...queryInput(endpoint, incoming.query), ...incoming.params }
  if (JSON_ONLY.has(endpoint.method)) assertJson(incoming.contentType)
  const body = parseBody(incoming.body)
  return incoming.params ? { ...body, ...incoming.params } : body
}

/** The fields of a request that are in its address. */
export function queryInput(
  { request }: { readonly request: Pick<Message<unknown>, 'fields'> },
  query: string,
): Record<string, unknown> {
  const given = parseQuery(query, '&', '=', { maxKeys: 0 })
  const input: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(request.fields)) {
    const value = given[name]
    if (value === undefined) continue
    const list = Array.isArray(value) ? value : [value]
    input[name] = field.repeated ? list : list[0]
  }
  return input
}

function assertJson(contentType: string | undefined): void {
  if (contentType === undefined) throw invalidParameter('Bad Request. Content-Type header is missing.')
  if (contentType.startsWith('application/json')) return
  throw invalidParameter("Bad Request. Content-Type must be one of ['application/json'].")
}

/** The reply to anything thrown; what is not an MLflow error is logged and told without its inside. */
export function failure(error: unknown, log: Logger): Outgoing {
  const known = error instanceof MlflowError ? error : translated(error)
  if (!(error instanceof MlflowError)) log.error({ err: error }, 'a request failed')
  return { status: known.status, body: JSON.stringify(known satisfies { toJSON(): ErrorBody }) }
}

/** Values that no column of the database takes: too long, or out of its range. */
const UNFIT = /^(22001|22003|ER_DATA_TOO_LONG|ER_WARN_DATA_OUT_OF_RANGE)/

function translated(error: unknown): MlflowError {
  const why = transientReason(error)
  if (why !== undefined) {
    return new MlflowError('TEMPORARILY_UNAVAILABLE', `Nothing was changed: ${why}. Try again later.`, {
      cause: error,
    })
  }
  if (UNFIT.test(toldBy(error))) {
    return new MlflowError('INVALID_PARAMETER_VALUE', 'A value is too long or too large for the database.', {
      cause: error,
    })
  }
  return new MlflowError('INTERNAL_ERROR', 'The server failed on this request; its log says why.', {
    cause: error,
  })
}
