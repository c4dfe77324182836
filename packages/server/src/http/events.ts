import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Change } from '../db/news.ts'
import type { Deps } from '../deps.ts'

interface Wanted {
  experiment_id?: string | string[]
  run_id?: string | string[]
}

const KEEP_ALIVE_MS = 20_000
const LISTENERS = 500
const UNMEASURED = { config: { unmeasured: true }, exposeHeadRoute: false }

/** Server-sent events that tell an open page what changed; slow readers are cut off instead of filling memory. */
export function mountEvents(app: FastifyInstance, deps: Deps, prefix: string): void {
  const streams = new Set<ServerResponse>()
  // A stream has no end of its own; a stopping server ends them all, or it would wait for its pages for ever.
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end()
  })
  app.get<{ Querystring: Wanted }>(`${prefix}/ajax-api/3.0/millrace/events`, UNMEASURED, (request, reply) => {
    if (streams.size >= LISTENERS) {
      void reply
        .code(503)
        .send({ error_code: 'RESOURCE_EXHAUSTED', message: 'Too many pages listen for changes.' })
      return
    }
    const experiments = new Set([request.query.experiment_id ?? []].flat())
    const runs = new Set([request.query.run_id ?? []].flat())
    const everything = experiments.size === 0 && runs.size === 0
    const headers = {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    }
    reply.hijack()
    streams.add(reply.raw)
    reply.raw.writeHead(200, headers as Record<string, string>)
    reply.raw.write('retry: 2000\n\n')
    const concerns = (change: Change) =>
      everything ||
      change.all ||
      change.experiments.some((id) => experiments.has(id)) ||
      change.runs.some((id) => runs.has(id))
    const push = (text: string) => {
      if (!reply.raw.write(text)) reply.raw.destroy()
    }
    const stop = deps.changes.listen((change) => {
      if (concerns(change)) push(`event: change\ndata: ${JSON.stringify(change)}\n\n`)
    })
    const pulse = setInterval(() => push(': still here\n\n'), KEEP_ALIVE_MS)
    reply.raw.on('close', () => {
      streams.delete(reply.raw)
      clearInterval(pulse)
      stop()
    })
  })
}
