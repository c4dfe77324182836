import { type LookupAddress, lookup } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** Where requests to addresses that users give may go. */
export interface EgressRules {
  /** In lower case, without a colon. */
  readonly allowedSchemes: readonly string[]
  /** Loopback, private and other special addresses too. */
  readonly allowPrivateAddresses: boolean
  /** Names that may be called, `*.` before one for all below it; undefined for any. */
  readonly allowedHosts: readonly string[] | undefined
}

export interface Outcome {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Cut off after {@link KEPT_BYTES}. */
  readonly body: string
}

export interface Posting {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}

/** What the rules refuse; the message is for the user. */
export class EgressRefused extends Error {}

class StaleConnection extends Error {
  override readonly message = 'The receiver closed the connection.'
}

const KEPT_BYTES = 16 * 1024
const SOCKETS_PER_HOST = 64

/**
 * The one way to addresses that users give. Each connection is checked when it is made, by the address it goes to, so that no
 * name that changes its meaning (DNS rebinding) leads inside; redirects are answers like others and are not followed.
 */
export class Egress {
  readonly rules: EgressRules
  readonly #agents: { readonly http: HttpAgent; readonly https: HttpsAgent }

  constructor(rules: EgressRules) {
    this.rules = rules
    const options = { keepAlive: true, maxSockets: SOCKETS_PER_HOST, timeout: 30_000 }
    this.#agents = { http: new HttpAgent(options), https: new HttpsAgent(options) }
  }

  /** @throws EgressRefused, or the error of the network. */
  async post(posting: Posting): Promise<Outcome> {
    const target = this.checkedTarget(posting.url)
    try {
      return await this.#send(target, posting)
    } catch (error) {
      // The receiver closed a connection that was kept open, just when it was to be used again.
      if (error instanceof StaleConnection) return this.#send(target, posting)
      throw error
    }
  }

  #send(target: URL, { headers, body, timeoutMs }: Posting): Promise<Outcome> {
    const secure = target.protocol === 'https:'
    const options = {
      method: 'POST',
      agent: secure ? this.#agents.https : this.#agents.http,
      lookup: this.#lookup,
      headers: {
        'user-agent': 'millrace',
        ...headers,
        'content-length': String(Buffer.byteLength(body)),
      },
      signal: AbortSignal.timeout(timeoutMs),
    }
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(error.name === 'AbortError' ? timedOut(timeoutMs) : error)
      const outgoing = (secure ? httpsRequest : httpRequest)(target, options, (incoming) => {
        readStart(incoming).then(resolve, failed)
      })
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        failed(outgoing.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error),
      )
      outgoing.end(body)
    })
  }

  /** What can be told without asking the network. @throws EgressRefused */
  checkedTarget(url: string): URL {
    const target = URL.canParse(url) ? new URL(url) : undefined
    if (!target?.hostname) throw new EgressRefused(`Not a URL that can be called: '${url}'`)
    if (!this.rules.allowedSchemes.includes(target.protocol.slice(0, -1))) {
      throw new EgressRefused(`The scheme of '${url}' is not allowed.`)
    }
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (!this.#isListed(host)) {
      throw new EgressRefused(`The host '${host}' is not one that webhooks may call on this server.`)
    }
    // Node asks `lookup` for names only.
    if (isIP(host)) this.#check(host, host)
    return target
  }

  /** Ends the connections that are kept open. */
  close(): void {
    this.#agents.http.destroy()
    this.#agents.https.destroy()
  }

  #isListed(host: string): boolean {
    const { allowedHosts } = this.rules
    return allowedHosts?.some((name) => host === name || isBelow(host, name)) ?? true
  }

  #check(host: string, address: string): void {
    if (this.rules.allowPrivateAddresses || isPublicAddress(address)) return
    throw new EgressRefused(`'${host}' resolves to the non-public address ${address}.`)
  }

  readonly #lookup: LookupFunction = (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || !first) return done(error ?? new Error(`${host} has no address`), '')
      try {
        for (const { address } of addresses) this.#check(host, address)
      } catch (refused) {
        return done(refused as Error, '')
      }
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}

function isBelow(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1))
}

function timedOut(timeoutMs: number): Error {
  return new Error(`No answer within ${timeoutMs / 1000} seconds.`)
}

/** Reads the reply; one that is longer than what is kept loses its connection. */
async function readStart(incoming: IncomingMessage): Promise<Outcome> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= KEPT_BYTES) break
  }
  const body = Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString()
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body }
}
