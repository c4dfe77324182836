import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { Logger } from 'pino'
import type { Asked } from './request-id.ts'

/** Who may talk to the server from a browser; flags and meanings are MLflow's. */
export interface SecurityOptions {
  /** Host patterns (`*` stands for anything); undefined means this machine and private addresses. */
  readonly allowedHosts: readonly string[] | undefined
  /** Origins besides localhost that may change things. */
  readonly allowedOrigins: readonly string[]
  /** Value of X-Frame-Options, or NONE. */
  readonly frameOptions: string
  readonly disabled: boolean
  /** `--static-prefix`, without a trailing slash. */
  readonly prefix: string
}

/** A refusal, as plain text like MLflow's. */
interface Refusal {
  readonly status: number
  readonly text: string
}

/** Who was turned away: an operator who forgot `--allowed-hosts` finds the reason in the log. */
export function logRefusal(log: Logger, asked: Asked, refusal: Refusal, headers: IncomingHttpHeaders): void {
  const { host, origin } = headers
  log.warn(
    { ...asked, status: refusal.status, host, origin, reason: refusal.text },
    'a request was turned away',
  )
}

export interface Door {
  /** Why this request is refused, if it is. */
  refuse(
    method: string,
    path: string,
    host: string | undefined,
    origin: string | undefined,
  ): Refusal | undefined
  /** The reply to a CORS preflight. */
  preflight(origin: string): { status: number; text: string; headers: Record<string, string> }
  /** Headers that every reply carries. */
  readonly headers: Readonly<Record<string, string>>
  /** Headers that let an allowed foreign page read the reply. */
  corsHeaders(origin: string | undefined): Record<string, string>
}

const INVALID_HOST: Refusal = {
  status: 403,
  text: 'Invalid Host header - possible DNS rebinding attack detected',
}
const FOREIGN_ORIGIN: Refusal = { status: 403, text: 'Cross-origin request blocked' }
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0'])

const PRIVATE = new BlockList()
PRIVATE.addSubnet('10.0.0.0', 8)
PRIVATE.addSubnet('172.16.0.0', 12)
PRIVATE.addSubnet('192.168.0.0', 16)
PRIVATE.addSubnet('127.0.0.0', 8)
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addAddress('::1', 'ipv6')

/** Host, Origin and frame checks, compiled once. */
export function createDoor(options: SecurityOptions): Door {
  const hostAllowed = hostCheck(options.allowedHosts)
  const originListed = patterns(options.allowedOrigins)
  // `*` lets any page in, but without cookies and passwords, as the CORS standard and MLflow have it.
  const anyOrigin = options.allowedOrigins.includes('*')
  const open = new Set([`${options.prefix}/health`, `${options.prefix}/version`])
  const allowed = (origin: string) => isLocalOrigin(origin) || originListed(origin)
  // Where any host is let in, a rebound name of a foreign page is let in too, and must stay foreign.
  const ownPage = options.allowedHosts?.includes('*') ? () => false : isOfHost
  return {
    refuse(method, path, host, origin) {
      if (options.disabled) return undefined
      if (!hostAllowed(host ?? '') && !open.has(path)) return INVALID_HOST
      if (origin === undefined || !CHANGING.has(method)) return undefined
      if (!allowed(origin) && !ownPage(origin, host ?? '')) return FOREIGN_ORIGIN
      return undefined
    },
    preflight(origin) {
      // Without checks there are no grants either: the browser then keeps foreign pages out.
      if (options.disabled) return { status: 204, text: '', headers: {} }
      if (!allowed(origin)) return { status: 400, text: 'Disallowed CORS origin', headers: {} }
      return { status: 204, text: '', headers: { ...corsFor(origin, anyOrigin), ...PREFLIGHT } }
    },
    headers: replyHeaders(options),
    corsHeaders: (origin) =>
      origin !== undefined && !options.disabled && allowed(origin) ? corsFor(origin, anyOrigin) : {},
  }
}

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '600',
}

function corsFor(origin: string, anyOrigin: boolean): Record<string, string> {
  if (anyOrigin) return { 'access-control-allow-origin': '*' }
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' }
}

function replyHeaders({ frameOptions, disabled }: SecurityOptions): Record<string, string> {
  const frame = frameOptions.toUpperCase()
  if (disabled) return {}
  return {
    'x-content-type-options': 'nosniff',
    ...(frame !== '' && frame !== 'NONE' && { 'x-frame-options': frame }),
  }
}

function hostCheck(allowed: readonly string[] | undefined): (host: string) => boolean {
  if (allowed !== undefined) return patterns(allowed)
  return (host) => {
    const name = host.replace(/:\d+$/, '')
    return LOCAL_NAMES.has(name) || isPrivateAddress(name)
  }
}

/** Real addresses only: `10.evil.example` begins like one and is none. */
function isPrivateAddress(name: string): boolean {
  const address = name.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  return family !== 0 && PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

function isLocalOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** The page that this server sent itself; the host has been checked already. */
function isOfHost(origin: string, host: string): boolean {
  const authority = /^https?:\/\/(.+)$/i.exec(origin)?.[1]
  return authority?.toLowerCase() === host.toLowerCase()
}

function patterns(list: readonly string[]): (text: string) => boolean {
  const expressions = list.map((pattern) => {
    const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${literal.join('.*')}$`)
  })
  if (list.includes('*')) return () => true
  return (text) => expressions.some((expression) => expression.test(text))
}
