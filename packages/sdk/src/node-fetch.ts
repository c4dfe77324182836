import { readFileSync } from 'node:fs'
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Fetch, FetchInit } from './door.ts'
import { InvalidValueError } from './errors.ts'
import { type ClientOptions, type Env, flag } from './options.ts'

/** What the global fetch cannot be told: whom to trust, and which way to go. */
export interface TlsSettings {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly rejectUnauthorized?: boolean
  /** The variables that name a proxy. */
  readonly proxyEnv?: Env
}

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']

/** @returns undefined where nothing is to be told. */
export function tlsSettings(options: ClientOptions, env: Env): TlsSettings | undefined {
  const caFile = options.caFile ?? env.MLFLOW_TRACKING_SERVER_CERT_PATH
  const certFile = options.clientCertFile ?? env.MLFLOW_TRACKING_CLIENT_CERT_PATH
  const insecure = options.insecureTls ?? flag(env.MLFLOW_TRACKING_INSECURE_TLS) ?? false
  if (insecure && caFile) {
    throw new InvalidValueError('A certificate to trust and insecureTls do not go together: give one.')
  }
  const pem = certFile ? readPem(certFile) : undefined
  const settings: TlsSettings = {
    ...(caFile && { ca: readPem(caFile) }),
    ...(pem && { cert: pem, key: pem }),
    ...(insecure && { rejectUnauthorized: false }),
    ...proxySettings(env),
  }
  return Object.keys(settings).length === 0 ? undefined : settings
}

/** Which way to go, to any server. */
export function proxySettings(env: Env): Pick<TlsSettings, 'proxyEnv'> {
  const proxy = Object.fromEntries(PROXY_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
  return Object.keys(proxy).some((name) => /^https?_/i.test(name)) ? { proxyEnv: proxy } : {}
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new InvalidValueError(`The certificate ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** A fetch over node:http, leaner than the global one; it follows no redirects. */
export function nodeFetch({ proxyEnv, ...tls }: TlsSettings = {}): Fetch {
  const agentOptions = { keepAlive: true, ...(proxyEnv && { proxyEnv: { ...proxyEnv } }) }
  const http = new HttpAgent(agentOptions)
  const https = new HttpsAgent({ ...agentOptions, ...tls })
  return async (url, init) => {
    const isHttps = url.startsWith('https:')
    const options: RequestOptions = {
      method: init.method,
      headers: { ...(init.headers as Record<string, string>), ...lengthOf(init.body) },
      agent: isHttps ? https : http,
      ...(init.signal && { signal: init.signal }),
    }
    return responseOf(
      await exchange(() => (isHttps ? requestHttps(url, options) : requestHttp(url, options)), init),
    )
  }
}

function lengthOf(body: RequestInit['body']): Record<string, string> {
  if (typeof body === 'string') return { 'content-length': String(Buffer.byteLength(body)) }
  if (body instanceof Blob) return { 'content-length': String(body.size) }
  return body instanceof Uint8Array ? { 'content-length': String(body.byteLength) } : {}
}

function exchange(open: () => ClientRequest, init: FetchInit): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { body, signal } = init
    const request = open()
    request.once('response', resolve)
    request.once('error', (error: NodeJS.ErrnoException) => {
      // The server closed the idle connection, most likely before it heard this; but it is not sure.
      const isStale =
        request.reusedSocket &&
        error.code === 'ECONNRESET' &&
        init.repeatable &&
        !(body instanceof ReadableStream)
      if (signal?.aborted) reject(signal.reason)
      else if (isStale) exchange(open, init).then(resolve, reject)
      else reject(error)
    })
    const stream = body instanceof Blob ? body.stream() : body
    if (stream instanceof ReadableStream) pipeline(Readable.fromWeb(stream as never), request).catch(reject)
    else request.end(typeof stream === 'string' && !isAscii(init.headers) ? Buffer.from(stream) : stream)
  })
}

/** Node would write the headers in UTF-8 too, together with a text: each of their bytes would become two. */
function isAscii(headers: FetchInit['headers']): boolean {
  return !Object.values(headers as Record<string, string>).some((value) => /[\u0080-\u00ff]/.test(value))
}

/** Statuses that have no body. */
const BODYLESS = new Set([204, 205, 304])
/** Longer answers are passed on as they come. */
const SHORT_BYTES = 64 * 1024

async function responseOf(incoming: IncomingMessage): Promise<Response> {
  const headers = new Headers()
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i] as string, incoming.rawHeaders[i + 1] as string)
  }
  const init = { status: incoming.statusCode ?? 0, headers }
  if (BODYLESS.has(init.status)) {
    incoming.resume()
    return new Response(null, init)
  }
  const isShort = Number(incoming.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SHORT_BYTES
  return new Response(
    isShort ? await buffer(incoming) : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>),
    init,
  )
}
