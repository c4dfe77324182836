import type { IncomingMessage } from 'node:http'
import { invalidParameter, parseExact, stringifyExact } from '@millrace/contract'
import { databricksAccess, NoDatabricksHost } from '@millrace/contract/databricks'
import { egress, type HttpRequest } from './egress.ts'
import { replyText } from './reply-text.ts'
import { ReplyError } from './store-error.ts'
import { undefinedIf } from './undefined-if.ts'

/** A workspace of Databricks by its REST API, as whom the profile says. */
export class Workspace {
  readonly #base: URL
  readonly #credentials: Readonly<Record<string, string>>
  readonly #send = egress({})

  /**
   * @param profile of `~/.databrickscfg`; '' where none is named
   * @throws MlflowError where no host is known
   */
  constructor(profile: string, env: NodeJS.ProcessEnv) {
    const { host, token, username, password = '' } = accessOf(profile, env)
    if (!URL.canParse(host)) throw invalidParameter('The host of Databricks is no address.')
    this.#base = new URL(host)
    const basic = username && `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const authorization = token ? `Bearer ${token}` : basic
    this.#credentials = authorization ? { authorization } : {}
  }

  /** @throws ReplyError */
  async send(request: HttpRequest): Promise<IncomingMessage> {
    const headers = { ...this.#credentials, ...request.headers }
    return expectOk(await this.#send(this.#base, { ...request, headers }))
  }

  async get<T>(path: string, query: Readonly<Record<string, string>>): Promise<T> {
    const reply = await this.send({ method: 'GET', path: `${path}?${new URLSearchParams(query)}` })
    return JSON.parse(await replyText(reply)) as T
  }

  async post<T>(path: string, body: object): Promise<T> {
    const bytes = Buffer.from(stringifyExact(body))
    const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
    const reply = await this.send({ method: 'POST', path, headers, body: once(bytes) })
    // Handles of files are beyond what a number holds exactly.
    return parseExact((await replyText(reply)) || '{}') as T
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

function accessOf(profile: string, env: NodeJS.ProcessEnv) {
  try {
    return databricksAccess(profile === '' ? 'databricks' : `databricks://${profile}`, env)
  } catch (error) {
    if (error instanceof NoDatabricksHost) throw invalidParameter(error.message)
    throw error
  }
}

async function expectOk(reply: IncomingMessage): Promise<IncomingMessage> {
  const { statusCode: status = 502 } = reply
  if (status >= 200 && status < 300) return reply
  const { error_code, message } = errorIn(await replyText(reply))
  throw new ReplyError(status, error_code, message ?? `Databricks answered ${status}`)
}

/** A reply to HEAD has no body, a gateway's is a page. */
function errorIn(body: string): { error_code?: string; message?: string } {
  try {
    return (JSON.parse(body) as { error_code?: string; message?: string } | null) ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

export const unlessGone = undefinedIf((error) => error instanceof ReplyError && error.status === 404)
