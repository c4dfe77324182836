import { type Endpoint, stringifyExact } from '@millrace/contract'

/** What goes out for a call of the wire. */
export interface Outgoing {
  readonly method: string
  readonly path: string
  readonly body?: string
}

/** The request of an endpoint: its path parameters filled in, the rest in the query or the body. */
export function outgoing<Input extends object, Output>(
  endpoint: Endpoint<Input, Output>,
  input: Input,
): Outgoing {
  const { method } = endpoint
  const given = input as Readonly<Record<string, unknown>>
  const root = endpoint.ajaxOnly ? '/ajax-api/' : '/api/'
  const path = `${root}${endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(given[name])))}`
  if (method === 'GET') return { method, path: `${path}${queryText(given)}` }
  return { method, path, body: stringifyExact(input) }
}

/** `?a=1&b=2`, lists as repeated names; '' where nothing is given. */
export function queryText(given: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [name, String(one)] as [string, string]),
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}
