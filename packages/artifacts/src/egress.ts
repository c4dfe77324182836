import { type LookupAddress, lookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MlflowError } from '@millrace/contract'
import type { OpenOptions } from './open.ts'
import type { ArtifactSource } from './repository.ts'

const SILENCE_MS = 120_000

/** Where a request goes; a `URL` is one. */
interface HttpTarget {
  readonly protocol: string
  readonly hostname: string
  readonly port: string
}

export interface HttpRequest {
  readonly method: string
  /** With its query, encoded. */
  readonly path: string
  readonly headers?: Record<string, string>
  /** A `Readable` is destroyed when it cannot be sent. */
  readonly body?: ArtifactSource
  readonly signal?: AbortSignal | undefined
}

/** Sends one request and answers with the reply, of whatever status; redirects are not followed. */
export type SendHttp = (target: HttpTarget, request: HttpRequest) => Promise<IncomingMessage>

/**
 * HTTP to hosts of artifacts. Where addresses are restricted, those that are connected to are checked: a name that changes
 * its meaning leads nowhere else.
 */
export function egress({ isAllowedAddress }: OpenOptions): SendHttp {
  return async (target, { method, path, headers = {}, body, signal }) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    const assertAllowed = (address: string) => {
      if (isAllowedAddress && !isAllowedAddress(address)) throw refused(host)
    }
    // Node asks `lookup` for names only.
    if (isIP(host)) assertAllowed(host)
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest
    const outgoing = send({
      protocol: target.protocol,
      hostname: host,
      port: target.port,
      lookup: checkedLookup(assertAllowed),
      timeout: SILENCE_MS,
      method,
      path,
      headers,
      ...(signal && { signal }),
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error('the server of the artifacts fell silent')))
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on('response', resolve).on('error', reject)
    })
    if (body === undefined) outgoing.end()
    const sent = body && pipeline(body instanceof Readable ? body : Readable.from(body), outgoing)
    try {
      // A server may answer before it has read everything; then the rest is not sent.
      return await Promise.race([answered, Promise.all([answered, sent]).then(([reply]) => reply)])
    } catch (error) {
      throw unreachable(host, error)
    } finally {
      sent?.catch(() => {})
    }
  }
}

function checkedLookup(assertAllowed: (address: string) => void): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || !first) return done(error ?? new Error(`${host} has no address`), '')
      try {
        for (const { address } of addresses) assertAllowed(address)
      } catch (refusal) {
        return done(refusal as Error, '')
      }
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}

function refused(host: string): MlflowError {
  return new MlflowError(
    'PERMISSION_DENIED',
    `The artifact location leads to the host '${host}', which has an address that is not public.`,
  )
}

function unreachable(host: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (error instanceof MlflowError || code === undefined || code === 'ABORT_ERR') return error
  return new MlflowError(
    'TEMPORARILY_UNAVAILABLE',
    `The host '${host}' of the artifacts cannot be reached (${code}).`,
    { cause: error },
  )
}
