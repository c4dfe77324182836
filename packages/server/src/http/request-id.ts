import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Deps } from '../deps.ts'

/** What a log line may hold without quoting tricks. */
const HARMLESS = /^[\w.:+/=@-]{1,128}$/

/** Tells the ids of this process from those of its replicas and of its earlier lives. */
const PROCESS = randomBytes(6).toString('base64url')
let made = 0

/** The caller's `x-request-id` where it sent a harmless one, else a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  if (typeof given === 'string' && HARMLESS.test(given)) return given
  made++
  return `${PROCESS}-${made.toString(36)}`
}

/** What every log line about a request says of it. */
export interface Asked {
  readonly request_id: string
  readonly method: string
  readonly path: string
}

/** The same of a request that Fastify serves. */
export function askedOf({ id, method, url }: FastifyRequest): Asked {
  return { request_id: id, method, path: url.split('?', 1)[0] ?? '/' }
}

/** Deps of one request: they know who asks, and their log names the request; it is made only if something is logged. */
export function depsFor(deps: Deps, asked: Asked, user?: string): Deps {
  return {
    ...deps,
    ...(user !== undefined && { user }),
    get log() {
      return deps.log.child(asked)
    },
  }
}

const LONGEST_REASON = 300

/**
 * One line for each request that was not served, with what its caller was told. Clients ask whether something is there
 * before they make it, so an answer that it is not is told only to those who look for everything.
 */
export function logFailure(log: Logger, asked: Asked, status: number, body: string | Uint8Array): void {
  if (status < 400) return
  const line = { ...asked, status, ...reasonOf(body) }
  if (status >= 500) log.error(line, 'a request was not served')
  else if (status === 404) log.debug(line, 'what was asked for is not there')
  else log.info(line, 'a request was refused')
}

function reasonOf(body: string | Uint8Array): { error_code?: string; reason?: string } {
  const { error_code, message } = JSON.parse(String(body)) as { error_code?: string; message?: string }
  return { error_code, reason: message?.slice(0, LONGEST_REASON) }
}
