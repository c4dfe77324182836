import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { MlflowError } from '@millrace/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { answer, failure, type Incoming, type Outgoing, type Route } from './answer.ts'
import { compressed } from './compressed.ts'
import type { Metrics } from './metrics.ts'
import { askedOf, depsFor, logFailure, requestId } from './request-id.ts'
import { type Door, logRefusal } from './security.ts'
import { userOf } from './user.ts'

/** Everything the door needs: the routes, the verbs' deps, who may come in. */
export interface Mounting {
  readonly deps: Deps
  readonly door: Door
  readonly metrics: Metrics | undefined
  /** See the configuration. */
  readonly userHeader: string | undefined
  /** `--static-prefix`, without a trailing slash. */
  readonly prefix: string
}

/** The longest JSON body taken; dataset profiles may reach 16 MB. */
const BODY_BYTES = 64 * 1024 * 1024

/** Headers must come soon; a body may take its time (gigabytes over a slow line) as long as bytes keep coming. */
const SERVER_OPTIONS = { noDelay: true, keepAliveTimeout: 75_000, headersTimeout: 60_000, requestTimeout: 0 }
const SILENCE_MS = 120_000

const JSON_TYPE = { 'content-type': 'application/json' }
const TEXT_TYPE = { 'content-type': 'text/plain' }

/** Every address of an endpoint: `/api`, its `/ajax-api` twin, and the preview paths that 1.x clients call. */
function addresses({ endpoint }: Route, prefix: string): string[] {
  const roots = endpoint.ajaxOnly ? ['/ajax-api/'] : ['/api/', '/ajax-api/']
  const paths = roots.map((root) => `${prefix}${root}${endpoint.path}`)
  if (!endpoint.path.startsWith('2.0/mlflow/')) return paths
  return [...paths, ...paths.map((path) => path.replace('/2.0/mlflow/', '/2.0/preview/mlflow/'))]
}

/** Mounts the endpoints on Fastify. A route without a permission rule does not start. */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], mounting: Mounting): void {
  for (const route of routes) {
    if (!route.endpoint.permission) throw new Error(`${route.endpoint.path} has no permission rule`)
    const handler = (request: FastifyRequest, reply: FastifyReply) =>
      serveFastify(route, mounting, request, reply)
    for (const url of addresses(route, mounting.prefix)) {
      app.route({
        method: route.endpoint.method,
        url,
        handler,
        bodyLimit: BODY_BYTES,
        config: { label: route.endpoint.path },
      })
    }
  }
}

async function serveFastify(
  route: Route,
  { deps, userHeader }: Mounting,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { body, query } = { body: request.body as Buffer | undefined, query: queryOf(request.url) }
  const asked = askedOf(request)
  const user = userOf(request.headers, userHeader)
  const outgoing = await answer(depsFor(deps, asked, user), route, {
    query,
    contentType: request.headers['content-type'],
    body: body ?? '',
    params: request.params as Record<string, string>,
  })
  logFailure(deps.log, asked, outgoing.status, outgoing.body)
  const { body: bytes, headers } = await compressed(route.endpoint, outgoing, request.headers)
  return reply
    .code(outgoing.status)
    .headers({ ...JSON_TYPE, ...headers })
    .send(bytes)
}

/**
 * A server whose fixed-path endpoints are served straight from node:http, one map look-up away: Fastify's own cost per
 * request is more than that of the work behind a small write. Everything else goes on to Fastify.
 */
export function serverWithFastLane(routes: readonly Route[], mounting: Mounting) {
  const lane = new Map<string, Route>()
  for (const route of routes) {
    for (const url of addresses(route, mounting.prefix)) {
      if (!/[:*]/.test(url)) lane.set(`${route.endpoint.method} ${url}`, route)
    }
  }
  return (next: (request: IncomingMessage, response: ServerResponse) => void): Server => {
    const server = createServer(SERVER_OPTIONS, (request, response) => {
      const url = request.url ?? '/'
      const mark = url.indexOf('?')
      const path = mark < 0 ? url : url.slice(0, mark)
      const route = lane.get(`${request.method} ${path}`)
      if (route === undefined) return next(request, response)
      // A client that never pauses would keep a stopping server alive over its open connection.
      if (!server.listening) response.setHeader('connection', 'close')
      const lost = () => response.destroy()
      serveDirectly(route, mounting, request, response, path, mark < 0 ? '' : url.slice(mark + 1)).catch(lost)
    }).setTimeout(SILENCE_MS)
    return server
  }
}

async function serveDirectly(
  route: Route,
  { deps, door, metrics, userHeader }: Mounting,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const { method = 'GET', headers } = request
  const started = metrics ? performance.now() : 0
  const asked = { request_id: requestId(request), method, path }
  const common = { ...door.headers, 'x-request-id': asked.request_id }
  const refusal = door.refuse(method, path, headers.host, headers.origin)
  if (refusal) {
    logRefusal(deps.log, asked, refusal, headers)
    send(response, { status: refusal.status, body: refusal.text }, { ...TEXT_TYPE, ...common })
  } else {
    const incoming = await receive(request, query)
    const outgoing =
      incoming instanceof MlflowError
        ? { ...failure(incoming, deps.log), status: 413 }
        : await answer(depsFor(deps, asked, userOf(headers, userHeader)), route, incoming)
    logFailure(deps.log, asked, outgoing.status, outgoing.body)
    const { body, headers: encoding } = await compressed(route.endpoint, outgoing, headers)
    const all = { ...JSON_TYPE, ...common, ...door.corsHeaders(headers.origin), ...encoding }
    send(response, { status: outgoing.status, body }, all)
  }
  metrics?.observe(method, route.endpoint.path, response.statusCode, performance.now() - started)
}

function send(response: ServerResponse, { status, body }: Outgoing, headers: Record<string, string>): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** Reads the body up to the limit; what is longer is not kept. */
function receive(request: IncomingMessage, query: string): Promise<Incoming | MlflowError> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_BYTES) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => {
      if (size > BODY_BYTES) return resolve(bodyTooLarge())
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      resolve({ query, contentType: request.headers['content-type'], body })
    })
    request.on('error', reject)
  })
}

function bodyTooLarge(): MlflowError {
  return new MlflowError('INVALID_PARAMETER_VALUE', `The request body is larger than ${BODY_BYTES} bytes.`)
}

function queryOf(url: string): string {
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}
