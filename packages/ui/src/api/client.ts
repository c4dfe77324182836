/** A failure the server explained, or the lack of an answer (status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ApiError'
    this.status = status
    this.code = code
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
  const text = await response.text()
  try {
    const body = JSON.parse(text) as { error_code?: unknown; message?: unknown }
    return new ApiError(
      response.status,
      String(body.error_code ?? response.status),
      String(body.message ?? text),
    )
  } catch {
    return new ApiError(response.status, String(response.status), response.statusText || text.slice(0, 300))
  }
}

/** Like fetch, but every failure is an ApiError (an abort stays an abort). */
export async function send(url: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, init)
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
  read(serverUrl(`ajax-api/3.0/millrace/${path}`, query), signal)

export const post = <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
  change<T>('POST', path, body, signal)

export async function change<T>(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<T> {
  const response = await send(endpoint(path), {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
  return (await response.json()) as T
}
