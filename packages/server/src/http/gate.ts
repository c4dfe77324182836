import type { FastifyInstance } from 'fastify'
import type { Mounting } from './mount.ts'

/** The same checks and headers as on the fast lane, for everything that Fastify serves. */
export function mountGate(app: FastifyInstance, { door, metrics }: Mounting): void {
  // Bodies stay bytes: the JSON endpoints parse them with MLflow's leniency, uploads are streamed.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.addHook('onRequest', async (request, reply) => {
    const { method, headers } = request
    const path = request.url.split('?', 1)[0] ?? '/'
    reply.headers(door.headers)
    const refusal = door.refuse(method, path, headers.host, headers.origin)
    if (refusal) return reply.code(refusal.status).type('text/plain').send(refusal.text)
    if (method === 'OPTIONS' && headers.origin && headers['access-control-request-method']) {
      const preflight = door.preflight(headers.origin)
      return reply.code(preflight.status).headers(preflight.headers).type('text/plain').send(preflight.text)
    }
    reply.headers(door.corsHeaders(headers.origin))
  })
  if (!metrics) return
  app.addHook('onResponse', async (request, reply) => {
    metrics.observe(
      request.method,
      request.routeOptions.url ?? 'unknown',
      reply.statusCode,
      reply.elapsedTime,
    )
  })
}
