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
/** What may wait for a reader; one notice of a busy second may exceed the socket's own mark. */
const BACKLOG_BYTES = 4 * 1024 * 1024
const CONFIG = {
  config: {
    unmeasured: true,
    permission: { action: 'read', on: 'experiment', by: ['experiment_id'] },
  },
  exposeHeadRoute: false,
} as const

/** Server-sent events that tell an open page what changed; slow readers are cut off instead of filling memory. */
export function mountEvents(app: FastifyInstance, deps: Deps, prefix: string): void {
  const streams = new Set<ServerResponse>()
  // A stream has no end of its own; a stopping server ends them all, or it would wait for its pages for ever.
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end()
  })
  app.get<{ Querystring: Wanted }>(`${prefix}/ajax-api/3.0/millrace/events`, CONFIG, (request, reply) => {
    if (streams.size >= LISTENERS) {
      void reply
        .code(503)
        .send({ error_code: 'RESOURCE_EXHAUSTED', message: 'Too many pages listen for changes.' })
      return
    }
    const experiments = new Set([request.query.experiment_id ?? []].flat())
    const runs = new Set([request.query.run_id ?? []].flat())
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
    const push = (text: string) => {
      if (reply.raw.writableLength > BACKLOG_BYTES) reply.raw.destroy()
      else reply.raw.write(text)
    }
    const stop = deps.changes.listen((change) => {
      const told = concerning(change, experiments, runs)
      if (told) push(`event: change\ndata: ${JSON.stringify(told)}\n\n`)
    })
    const pulse = setInterval(() => push(': still here\n\n'), KEEP_ALIVE_MS)
    reply.raw.on('close', () => {
      streams.delete(reply.raw)
      clearInterval(pulse)
      stop()
    })
  })
}

/** What a page is told. */
interface Notice {
  readonly experiments: readonly string[]
  readonly runs: readonly string[]
  readonly all?: boolean
}

/** The part of a change that a page asked for, which is everything if it asked for nothing; undefined for no part. */
export function concerning(
  { runs: changed, all }: Change,
  experiments: ReadonlySet<string>,
  runs: ReadonlySet<string>,
): Notice | undefined {
  if (all) return { experiments: [], runs: [], all }
  const everything = experiments.size === 0 && runs.size === 0
  const wanted = Object.keys(changed).filter((id) => everything || experiments.has(id))
  const others =
    runs.size === 0
      ? []
      : Object.values(changed)
          .flat()
          .filter((id) => runs.has(id))
  const ids = new Set([...wanted.flatMap((id) => changed[id] ?? []), ...others])
  return wanted.length > 0 || ids.size > 0 ? { experiments: wanted, runs: [...ids] } : undefined
}
