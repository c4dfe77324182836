import { setTimeout as sleep } from 'node:timers/promises'
import { parseExact, stringifyExact } from '@millrace/contract'
import { TransferError } from './store.ts'

/** A refusal of a server, in its own words. */
export class RestError extends Error {
  readonly status: number
  /** MLflow's `error_code`, or '' where the answer was none of MLflow's. */
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

interface Call {
  readonly query?: Query
  readonly body?: object
  /** Whether to send it twice does no more than once; reads are so. */
  readonly repeatable?: boolean
}

interface Sending {
  readonly repeatable: boolean
  readonly headers?: Record<string, string>
  readonly body?: string | ReadableStream<Uint8Array>
  readonly signal?: AbortSignal
}

/** How often a call is sent in all, when a server is busy or restarts. */
const ATTEMPTS = 6
const FIRST_PAUSE_MS = 200
const BUSY: ReadonlySet<number> = new Set([429, 503])
/** What stands before the server says so when it has lost the answer: the server may have done what was asked. */
const ANSWER_LOST: ReadonlySet<number> = new Set([502, 504])
/** Refused at the door: it cannot have been heard. */
const UNHEARD: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/** Speaks MLflow's REST to a server, with the credentials that MLflow's own clients take. */
export class Rest {
  /** For a person; without a password. */
  readonly name: string
  readonly #base: string
  readonly #headers: Readonly<Record<string, string>>

  constructor(address: string, env: Readonly<Record<string, string | undefined>> = process.env) {
    const url = new URL(address)
    const username = decodeURIComponent(url.username) || env.MLFLOW_TRACKING_USERNAME
    const password = decodeURIComponent(url.password) || env.MLFLOW_TRACKING_PASSWORD
    url.username = ''
    url.password = ''
    this.#base = url.href.replace(/\/+$/, '')
    this.name = this.#base
    this.#headers = authorization(username, password, env.MLFLOW_TRACKING_TOKEN)
  }

  /** A call below `/api/`, or a path of its own where it begins with `/`. */
  async call<T>(method: string, path: string, { query, body, repeatable }: Call = {}): Promise<T> {
    const response = await this.send(method, `${pathOf(path)}${queryText(query)}`, {
      repeatable: repeatable ?? method === 'GET',
      ...(body && { body: stringifyExact(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!response.ok) throw await refusal(response)
    return parseExact(await response.text()) as T
  }

  get<T>(path: string, query?: Query): Promise<T> {
    return this.call<T>('GET', path, { query })
  }

  /** A search, or what may be said twice. */
  post<T>(path: string, body: object): Promise<T> {
    return this.call<T>('POST', path, { body, repeatable: true })
  }

  /** Sends what is given. @throws TransferError where nobody answers. */
  async send(method: string, path: string, { repeatable, ...init }: Sending): Promise<Response> {
    // A stream is read once.
    const attempts = init.body instanceof ReadableStream ? 1 : ATTEMPTS
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= attempts
      try {
        const response = await fetch(`${this.#base}${path}`, {
          ...init,
          method,
          duplex: 'half',
          redirect: 'error',
          headers: { ...this.#headers, ...init.headers },
        })
        const { status } = response
        if (last || !(BUSY.has(status) || (repeatable && ANSWER_LOST.has(status)))) return response
        await response.body?.cancel()
      } catch (error) {
        const cause = (error as Error).cause as { code?: unknown; message?: string } | undefined
        if (last || !(repeatable || UNHEARD.has(cause?.code))) throw this.#unreachable(error as Error)
      }
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1))
    }
  }

  #unreachable(error: Error): TransferError {
    const { message, cause } = error as Error & { cause?: { message?: string; code?: string } }
    const why = cause?.message || cause?.code || message
    return new TransferError(`${this.#base} cannot be reached: ${why}.`, { cause: error })
  }
}

function authorization(
  username: string | undefined,
  password: string | undefined,
  token: string | undefined,
): Record<string, string> {
  if (username) {
    const pair = Buffer.from(`${username}:${password ?? ''}`).toString('base64')
    return { authorization: `Basic ${pair}` }
  }
  return token ? { authorization: `Bearer ${token}` } : {}
}

function pathOf(path: string): string {
  return path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`
}

function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [name, String(one)] as [string, string]),
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

async function refusal(response: Response): Promise<RestError> {
  const text = await response.text()
  try {
    const { error_code, message } = JSON.parse(text) as { error_code?: string; message?: string }
    return new RestError(response.status, error_code ?? '', message ?? text)
  } catch {
    return new RestError(response.status, '', `it answered ${response.status}: ${text.slice(0, 200)}`)
  }
}
