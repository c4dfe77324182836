import { takeEarly } from './early.ts'

/** A failure the server explained, or the lack of an answer (status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** By which the server's log names the request; undefined where there was no answer. */
  readonly requestId: string | undefined

  constructor(
    status: number,
    code: string,
    message: string,
    { requestId, ...options }: ErrorOptions & { requestId?: string | undefined } = {},
  ) {
    super(message, options)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.requestId = requestId
  }
}

type QueryValue = string | number | boolean | string[] | undefined
export type Query = Record<string, QueryValue>

function queryString(query: Query): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const item of Array.isArray(value) ? value : [value]) params.append(key, String(item))
  }
  const text = params.toString()
  return text && `?${text}`
}

/** Resolved against the document, so that the page works below any static prefix. */
export function serverUrl(path: string, query: Query = {}): string {
  const { origin, pathname } = window.location
  return new URL(path + queryString(query), origin + pathname).href
}

async function toApiError(response: Response): Promise<ApiError> {
  const { status, statusText, headers } = response
  const text = await response.text()
  const origin = { requestId: headers.get('x-request-id') ?? undefined }
  try {
    const body = JSON.parse(text) as { error_code?: unknown; message?: unknown }
    return new ApiError(status, String(body.error_code ?? status), String(body.message ?? text), origin)
  } catch {
    return new ApiError(status, String(status), statusText || text.slice(0, 300), origin)
  }
}

/** Like fetch, but every failure is an ApiError (an abort stays an abort). */
export async function send(url: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await (takeEarly(url, init) ?? fetch(url, init))
  } catch (error) {
    if (init?.signal?.aborted) throw error
    throw new ApiError(0, 'UNREACHABLE', 'The server does not answer', { cause: error })
  }
  if (!response.ok) throw await toApiError(response)
  return response
}

const endpoint = (path: string, query?: Query) => serverUrl(`ajax-api/2.0/mlflow/${path}`, query)

async function read<T>(url: string, signal: AbortSignal | undefined): Promise<T> {
  const response = await send(url, { signal: signal ?? null })
  return (await response.json()) as T
}

/** The caller names the contract's response message; the server is trusted to keep to it. */
export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  read(endpoint(path, query), signal)

/** The same of what only this server has. */
export const getOwn = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  read(ownUrl(path, query), signal)

export const ownUrl = (path: string, query?: Query) => serverUrl(`ajax-api/3.0/millrace/${path}`, query)

type ChangingMethod = 'POST' | 'PATCH' | 'DELETE'

export const post = <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
  sendJson<T>('POST', endpoint(path), body, signal)

/** The same of what only this server has. */
export const postOwn = <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
  sendJson<T>('POST', ownUrl(path), body, signal)

export const change = <T>(
  method: ChangingMethod,
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<T> => sendJson<T>(method, endpoint(path), body, signal)

export const changeOwn = <T>(method: ChangingMethod, path: string, body: object): Promise<T> =>
  sendJson<T>(method, ownUrl(path), body)

async function sendJson<T>(
  method: ChangingMethod,
  url: string,
  body: object,
  signal?: AbortSignal,
): Promise<T> {
  const response = await send(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
  return (await response.json()) as T
}
