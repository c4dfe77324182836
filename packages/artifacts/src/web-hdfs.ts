import type { IncomingMessage } from 'node:http'
import { InsufficientStorage, MlflowError } from '@millrace/contract'
import { egress, type HttpRequest, type SendHttp } from './egress.ts'
import type { HdfsPlace } from './hdfs-place.ts'
import { errorCode } from './inside.ts'
import type { OpenOptions } from './open.ts'
import { encoded } from './proxied.ts'
import { replyText } from './reply-text.ts'
import type { ArtifactSource } from './repository.ts'
import { ReplyError } from './store-error.ts'

type Parameters = Readonly<Record<string, string>>

interface Question {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Absolute. */
  readonly path: string
  readonly op: string
  readonly parameters?: Parameters
}

const FULL = ['DSQuotaExceededException', 'NSQuotaExceededException', 'QuotaByStorageTypeExceededException']
const ROOT = '/webhdfs/v1'
const REDIRECTED = 307

/** The server that answered last, of those that stand in for each other. */
const answering = new Map<string, number>()

/** One HDFS, spoken to by WebHDFS or HttpFS. */
export class WebHdfs {
  readonly #place: HdfsPlace
  readonly #send: SendHttp

  constructor(place: HdfsPlace, options: OpenOptions) {
    this.#place = place
    this.#send = egress(options)
  }

  /** The answer, undefined where none is given. @throws ReplyError */
  async ask<T>(question: Question): Promise<T | undefined> {
    const { reply } = await this.#askServer(question)
    const answer = await replyText(await expectOk(reply))
    return answer === '' ? undefined : (JSON.parse(answer) as T)
  }

  /** The bytes of a file from `offset` on, `length` of them. */
  async open(path: string, offset: number, length: number): Promise<IncomingMessage> {
    const parameters = { offset: String(offset), length: String(length) }
    const { server, reply } = await this.#askServer({ method: 'GET', path, op: 'OPEN', parameters })
    // HttpFS gives the bytes itself.
    if (reply.statusCode !== REDIRECTED) return expectOk(reply)
    return expectOk(await this.#follow(server, reply, { method: 'GET' }))
  }

  /** Only the second request has the body: the first asks where to. */
  async create(path: string, body: ArtifactSource, signal: AbortSignal | undefined): Promise<void> {
    const parameters = { overwrite: 'false' }
    const { server, reply } = await this.#askServer({ method: 'PUT', path, op: 'CREATE', parameters })
    if (reply.statusCode !== REDIRECTED) {
      await expectOk(reply)
      throw new ReplyError(502, undefined, 'The server does not say where the bytes are to go')
    }
    const headers = { 'content-type': 'application/octet-stream' }
    ;(await expectOk(await this.#follow(server, reply, { method: 'PUT', headers, body, signal }))).resume()
  }

  /** Where one namenode stands by or is gone, the next is asked. */
  async #askServer(question: Question): Promise<{ server: URL; reply: IncomingMessage }> {
    const { name, servers } = this.#place
    const first = answering.get(name) ?? 0
    for (let i = 0; ; i++) {
      const at = (first + i) % servers.length
      const server = servers[at] as URL
      try {
        const reply = await this.#once(server, question)
        if (servers.length > 1) answering.set(name, at)
        return { server, reply }
      } catch (error) {
        if (i + 1 >= servers.length || !isElsewhere(error, question.method)) throw error
      }
    }
  }

  async #once(server: URL, { method, path, op, parameters }: Question): Promise<IncomingMessage> {
    const all = {
      op,
      ...(this.#place.user !== undefined && { 'user.name': this.#place.user }),
      ...parameters,
    }
    const query = Object.entries(all).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const reply = await this.#send(server, {
      method,
      path: `${ROOT}${encoded(path)}?${query.join('&')}`,
      headers: { accept: 'application/json', ...(method !== 'GET' && { 'content-length': '0' }) },
    })
    return reply.statusCode === REDIRECTED ? reply : expectOk(reply)
  }

  async #follow(
    server: URL,
    reply: IncomingMessage,
    request: Omit<HttpRequest, 'path'>,
  ): Promise<IncomingMessage> {
    reply.resume()
    const target = redirected(server, reply.headers.location)
    return this.#send(target, { ...request, path: `${target.pathname}${target.search}` })
  }
}

/**
 * Where a namenode sends us: to WebHDFS on a datanode, and nowhere else. Whether the host may be connected to is
 * looked at when that is done.
 */
function redirected(from: URL, location: string | undefined): URL {
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined
  const isHttp = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')
  if (to && isHttp && to.username === '' && to.pathname.startsWith(`${ROOT}/`)) return to
  throw new MlflowError(
    'PERMISSION_DENIED',
    `The WebHDFS server '${from.hostname}' leads to what is no WebHDFS.`,
  )
}

/** @throws ReplyError */
async function expectOk(reply: IncomingMessage): Promise<IncomingMessage> {
  const { statusCode: status = 502, headers } = reply
  if (status >= 200 && status < 300) return reply
  const { exception, message } = await exceptionIn(reply)
  if (FULL.includes(exception ?? ''))
    throw new InsufficientStorage('The quota of the folder on HDFS is used up.')
  if (status === 401 && /negotiate/i.test(headers['www-authenticate'] ?? '')) {
    throw new MlflowError(
      'UNAUTHENTICATED',
      'The HDFS wants a login by Kerberos, which this server does not speak: give it an HttpFS or a gateway that takes its user by name.',
    )
  }
  // Some other server, or a Hadoop without WebHDFS: nothing is known of the file.
  if (status === 404 && exception === undefined)
    throw new ReplyError(502, 'no WebHDFS', 'WebHDFS is not there')
  throw new ReplyError(status, exception, message ?? `WebHDFS answered ${status}`)
}

const SHOWN_BYTES = 64 * 1024

async function exceptionIn(reply: IncomingMessage): Promise<{ exception?: string; message?: string }> {
  let told = ''
  for await (const chunk of reply) {
    told += chunk
    if (told.length > SHOWN_BYTES) break
  }
  try {
    const body = JSON.parse(told) as { RemoteException?: { exception?: string; message?: string } } | null
    return body?.RemoteException ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** No connection came about: nothing was asked of that server. */
const NOT_ASKED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

/** A change that a server may have begun is not asked of the next one: the second answer would be that of another question. */
function isElsewhere(error: unknown, method: Question['method']): boolean {
  if (error instanceof ReplyError)
    return ['StandbyException', 'ObserverRetryOnActiveException'].includes(error.code ?? '')
  if (!(error instanceof MlflowError) || error.code !== 'TEMPORARILY_UNAVAILABLE') return false
  return method === 'GET' || NOT_ASKED.includes(errorCode(error.cause) ?? '')
}
