import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const CSP =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'"

const YEAR_SECONDS = 31_536_000

/** Serves the built page; assets carry a hash in their name and may be kept for ever, the page itself is asked for anew. */
export async function mountUi(app: FastifyInstance, root: string, prefix: string): Promise<void> {
  if (prefix !== '') app.get(prefix, async (_request, reply) => reply.redirect(`${prefix}/`, 308))
  if (!existsSync(`${root}/index.html`)) {
    app.get(`${prefix}/`, async (_request, reply) =>
      reply.type('text/plain').send('Millrace is running. The web page is not built yet: npm run build\n'),
    )
    return
  }
  await app.register(fastifyStatic, {
    root,
    prefix: `${prefix}/`,
    preCompressed: true,
    // A route per file instead of a catch-all, which would make every unknown path look like a wrong method.
    wildcard: false,
    setHeaders: (response, path) => {
      if (path.includes('/assets/')) {
        response.header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`)
      } else {
        response.header('cache-control', 'no-cache')
        response.header('content-security-policy', CSP)
      }
    },
  })
}
