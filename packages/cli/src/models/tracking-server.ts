import { ExitError } from '../exit-error.ts'

/** The exit code where a question could not even be asked; 1 is a "no". */
export const CANNOT_TELL = 2

const PATIENCE_MS = 30_000

/** A tracking server that is spoken to over its REST interface: Millrace, or MLflow. */
export class TrackingServer {
  readonly #base: string
  readonly #headers: Readonly<Record<string, string>>

  constructor(uri: string, env: NodeJS.ProcessEnv) {
    if (!/^https?:\/\//.test(uri)) {
      throw new ExitError(
        `--tracking-uri (or MLFLOW_TRACKING_URI) must be the http:// or https:// address of a server, not '${uri}'.`,
        CANNOT_TELL,
      )
    }
    this.#base = uri.replace(/\/+$/, '')
    this.#headers = { 'content-type': 'application/json', ...authorization(env) }
  }

  get<T>(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
    const given = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value)
    return this.#ask(`${path}?${given}`, { method: 'GET' })
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body) })
  }

  /** @param path below `/api/`. */
  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const reply = await this.#send(path, init)
    const text = await reply.text()
    if (reply.ok) return JSON.parse(text) as T
    throw new RefusedRequest(reply.status, messageOf(text) ?? `${path} answered ${reply.status}`)
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.#base}/api/${path}`, {
        ...init,
        headers: this.#headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
    } catch (error) {
      const { cause, message } = error as Error
      const reason = cause instanceof Error && cause.message ? cause.message : message
      throw new ExitError(`${this.#base} cannot be reached: ${reason}`, CANNOT_TELL)
    }
  }
}

/** A "no" of the server, with its reason. */
export class RefusedRequest extends ExitError {
  readonly status: number

  constructor(status: number, message: string) {
    super(message, CANNOT_TELL)
    this.status = status
  }
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? message : undefined
  } catch {
    return undefined
  }
}

/** The variables of MLflow's clients. */
function authorization(env: NodeJS.ProcessEnv): Record<string, string> {
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user } = env
  if (token) return { authorization: `Bearer ${token}` }
  if (!user) return {}
  const pair = Buffer.from(`${user}:${env.MLFLOW_TRACKING_PASSWORD ?? ''}`).toString('base64')
  return { authorization: `Basic ${pair}` }
}
