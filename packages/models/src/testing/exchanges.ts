import { readFileSync } from 'node:fs'

const TESTDATA = new URL('../../testdata/', import.meta.url)

/** A request, and what `mlflow models serve` 3.17.2 answered to it; made by testdata/record_exchanges.py. */
export interface Exchange {
  model: string
  name: string
  method?: string
  path?: string
  type?: string
  body?: string
  hex?: string
  reply: Reply
}

export interface Reply {
  status: number
  type: string | null
  body: string
}

/** The folder of a model that testdata/make_models.py saved. */
export function modelFolder(name: string): string {
  return new URL(`models/${name}`, TESTDATA).pathname
}

export function exchangesOf(model: string): Exchange[] {
  const all = JSON.parse(readFileSync(new URL('exchanges.json', TESTDATA), 'utf8')) as Exchange[]
  return all.filter((exchange) => exchange.model === model)
}

/** Sends the request of an exchange to another server. */
export async function ask(
  port: number,
  { method = 'POST', path, type, body, hex }: Exchange,
): Promise<Reply> {
  const response = await fetch(`http://127.0.0.1:${port}${path ?? '/invocations'}`, {
    method,
    ...(type !== undefined && { headers: { 'content-type': type } }),
    ...(method === 'POST' && { body: hex === undefined ? body : Buffer.from(hex, 'hex') }),
  } as RequestInit)
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
}

/** Without what differs from one run to the next: the order of a Python set, and tracebacks. */
export function settled({ body, ...reply }: Reply): Reply {
  const text = body
    .replace(/, "stack_trace": ".*"/, '')
    .replace(/\{('\w+'(?:, '\w+')*)\}/g, (_, names: string) => `{${names.split(', ').sort().join(', ')}}`)
  return { ...reply, body: text }
}
