import { contentType } from '@millrace/artifacts'
import { invalidParameter, type Permission } from '@millrace/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { givenPath } from './locate.ts'
import { locateOwned } from './owner.ts'

const read: Permission = { action: 'read', on: 'artifact', by: ['run_id', 'model_id', 'path'] }

/**
 * What may be shown as it is, and under which policy. A page has scripts, as those that plotly writes need, but no origin:
 * it reaches neither this server nor any other.
 */
const POLICIES: Readonly<Record<string, string>> = {
  'text/html':
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; worker-src blob:; style-src 'unsafe-inline' data:; img-src data: blob:; font-src data:; media-src data: blob:; frame-ancestors 'self'",
  'application/pdf':
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
}

interface Asked {
  run_id?: string | string[]
  model_id?: string | string[]
  path?: string | string[]
}

/** Files that the web page shows in a frame: everything else is sent as an attachment only. */
export function mountArtifactViews(app: FastifyInstance, deps: Deps, prefix: string): void {
  const url = `${prefix}/ajax-api/3.0/millrace/artifacts/view`
  app.get<{ Querystring: Asked }>(url, { config: { permission: read } }, async ({ query }, reply) => {
    const [path, run_id, model_id] = [query.path, query.run_id, query.model_id].map(
      (given) => [given].flat()[0],
    )
    if (!path) throw invalidParameter('Request must specify path.')
    if (!run_id && !model_id) throw invalidParameter('Request must specify run_id or model_id.')
    const relative = givenPath(path)
    const type = contentType(relative)
    const policy = Object.hasOwn(POLICIES, type) ? POLICIES[type] : undefined
    if (policy === undefined) throw invalidParameter(`Artifacts of this type are not shown: '${type}'`)
    const place = await locateOwned(
      deps,
      { ...(run_id && { run_id }), ...(model_id && { model_id }) },
      relative,
    )
    const file = await place.repository.read(place.path)
    reply.headers({
      'content-type': type,
      // A store behind another server may not tell how long a file is.
      ...(!Number.isNaN(file.size) && { 'content-length': file.size }),
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    return reply.send(file.stream)
  })
}
