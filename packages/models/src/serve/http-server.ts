import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MlflowError } from '@millrace/contract'
import { pythonJson } from '../python-json.ts'
import type { Signature } from '../signature.ts'
import { type Answer, type EventsAnswer, jsonAnswer, type ServingContext } from './context.ts'
import { openEvents, writeEvents } from './events.ts'
import { scoringMetrics } from './metrics.ts'
import { StreamFailed } from './python-worker.ts'
import { BodyTooLong, readBody } from './read-body.ts'
import type { RequestLog } from './request-log.ts'
import { JSON_TYPE, Overloaded, type Scorer, type ScoringReply, TimedOut } from './scorer.ts'
import { answerV2 } from './v2.ts'

export interface ScoringServerOptions {
  scorer: Scorer
  /** Asked for each request, so that another model can take its place. */
  signature: Signature
  /** The model's name in the V2 protocol. */
  name: string
  host: string
  port: number
  /** Bytes of a request. */
  maxBody: number
  log?: RequestLog
}

export interface ScoringServer {
  port: number
  /** Later requests go to another model; the former is closed when its requests are answered. */
  swap(scorer: Scorer, signature: Signature): Promise<void>
  /** Takes no more requests, answers those that came, then closes the model. */
  drain(): Promise<void>
}

type Route = (
  context: ServingContext,
  request: IncomingMessage,
  signal: AbortSignal,
) => Promise<Answer | EventsAnswer>

const ping: Route = async ({ draining }) => ({ status: draining ? 503 : 200, type: JSON_TYPE, body: '\n' })

const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/ping': { GET: ping },
  '/health': { GET: ping },
  '/version': { GET: async ({ scorer }) => ({ status: 200, type: JSON_TYPE, body: scorer.version }) },
  '/metrics': {
    GET: async ({ metrics }) => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
  },
  '/invocations': { POST: invocations },
}

/** Serves a loaded model over HTTP: MLflow's scoring protocol, the V2 protocol, and metrics. */
export async function startScoringServer(options: ScoringServerOptions): Promise<ScoringServer> {
  const { scorer, signature, name, maxBody, log } = options
  const context: ServingContext = {
    scorer,
    signature,
    name,
    maxBody,
    ...(log && { log }),
    draining: false,
    metrics: scoringMetrics(() => context.scorer.pending),
  }
  const server = createServer((request, response) => void respond(context, request, response))
  await listen(server, options)
  return {
    port: (server.address() as AddressInfo).port,
    async swap(next, nextSignature) {
      const former = context.scorer
      context.scorer = next
      context.signature = nextSignature
      await untilIdle(former)
      await former.close()
    },
    async drain() {
      context.draining = true
      await new Promise((resolve) => server.close(resolve))
      await Promise.all([context.scorer.close(), log?.close()])
    },
  }
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

async function untilIdle(scorer: Scorer): Promise<void> {
  while (scorer.pending > 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function respond(
  context: ServingContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now()
  const gone = new AbortController()
  response.once('close', () => gone.abort(new Error('The client went away.')))
  const answer = await answerRequest(context, request, gone.signal)
  if ('events' in answer) await writeEvents(response, answer.events, gone.signal)
  else if (response.destroyed) return
  else send(response, answer, context.draining)
  if (request.method === 'POST') context.metrics.observe(answer.status, (performance.now() - started) / 1000)
}

function send(response: ServerResponse, { body, status, type, headers }: Answer, isLast: boolean): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    ...(isLast && { connection: 'close' }),
    ...headers,
  })
  response.end(bytes)
}

async function answerRequest(
  context: ServingContext,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Answer | EventsAnswer> {
  try {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path === '/v2' || path.startsWith('/v2/')) return await answerV2(context, request, path)
    const methods = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined
    if (!methods) return jsonAnswer(404, { detail: 'Not Found' })
    const route = methods[request.method ?? '']
    if (!route)
      return {
        ...jsonAnswer(405, { detail: 'Method Not Allowed' }),
        headers: { allow: Object.keys(methods).join(', ') },
      }
    return await route(context, request, signal)
  } catch (error) {
    return failed(error)
  }
}

async function invocations(
  context: ServingContext,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Answer | EventsAnswer> {
  const { scorer, maxBody, log } = context
  const asked = {
    contentType: request.headers['content-type'] ?? '',
    body: await readBody(request, maxBody),
  }
  const started = performance.now()
  const tell = (reply: ScoringReply) => log?.add(asked, reply, performance.now() - started)
  try {
    const events = await openEvents(scorer, asked, signal)
    if (events) return { status: 200, events: log ? told(events, tell) : events }
    const answer = await scorer.answer(asked)
    tell(answer)
    return answer
  } catch (error) {
    const answer = failed(error)
    tell(answer)
    return answer
  }
}

/** Characters of an answer that a log may want. */
const KEPT = 10_000

async function* told(
  events: AsyncIterable<string>,
  tell: (reply: ScoringReply) => void,
): AsyncGenerator<string> {
  let body = ''
  try {
    for await (const event of events) {
      if (body.length < KEPT) body += event
      yield event
    }
  } finally {
    tell({ status: 200, type: 'text/event-stream', body })
  }
}

/** How an error is answered; what the model itself raised has been answered by its scorer. */
function failed(error: unknown): Answer {
  if (error instanceof BodyTooLong)
    return { ...jsonAnswer(413, error.toJSON()), headers: { connection: 'close' } }
  if (error instanceof MlflowError)
    return { status: error.status, type: JSON_TYPE, body: pythonJson(error.toJSON()) }
  if (error instanceof StreamFailed && error.reply) return error.reply
  if (error instanceof TimedOut)
    return { status: 504, type: JSON_TYPE, body: 'Request processing time exceeded limit' }
  if (error instanceof Overloaded) {
    const refusal = new MlflowError('TEMPORARILY_UNAVAILABLE', error.message)
    return { ...jsonAnswer(503, refusal.toJSON()), headers: { 'retry-after': String(error.retryAfter) } }
  }
  const message = error instanceof Error ? error.message : String(error)
  return jsonAnswer(500, new MlflowError('INTERNAL_ERROR', message).toJSON())
}
