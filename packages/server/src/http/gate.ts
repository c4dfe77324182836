import type { Permission } from '@millrace/contract'
import type { FastifyInstance } from 'fastify'
import type { Mounting } from './mount.ts'
import { askedOf, requestId } from './request-id.ts'
import { logRefusal } from './security.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask. */
    permission?: Permission
    /** What the figures call this route; its path where nothing is said. */
    label?: string
    /** Left out of the figures: probes would drown the rest, streams have no end to wait for. */
    unmeasured?: boolean
  }
}

const TEXT_TYPE = { 'content-type': 'text/plain' }

/** The same checks and headers as on the fast lane, for everything that Fastify serves. */
export function mountGate(app: FastifyInstance, { deps, door, metrics, prefix }: Mounting): void {
  app.setGenReqId(requestId)
  // Bodies stay bytes: the JSON endpoints parse them with MLflow's leniency, uploads are streamed.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.addHook('onRequest', async (request, reply) => {
    const { method, headers } = request
    const path = request.url.split('?', 1)[0] ?? '/'
    reply.headers(door.headers).header('x-request-id', request.id)
    const refusal = door.refuse(method, path, headers.host, headers.origin)
    if (refusal) {
      logRefusal(deps.log, askedOf(request), refusal, headers)
      return reply.code(refusal.status).headers(TEXT_TYPE).send(refusal.text)
    }
    if (method === 'OPTIONS' && headers.origin && headers['access-control-request-method']) {
      const preflight = door.preflight(headers.origin)
      return reply.code(preflight.status).headers(preflight.headers).headers(TEXT_TYPE).send(preflight.text)
    }
    reply.headers(door.corsHeaders(headers.origin))
  })
  if (!metrics) return
  app.addHook('onResponse', async (request, reply) => {
    const { url, config } = request.routeOptions
    if (config?.unmeasured) return
    const label = config?.label ?? url?.slice(prefix.length + 1) ?? 'unknown'
    metrics.observe(request.method, label, reply.statusCode, reply.elapsedTime)
  })
}
