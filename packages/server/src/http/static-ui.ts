import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Only the page's own scripts run: its files, and those in it that were there when it was built. */
function policyOf(page: string): string {
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )
  return `default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; script-src ${["'self'", ...scripts].join(' ')}; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'`
}

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
  const policy = policyOf(readFileSync(`${root}/index.html`, 'utf8'))
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
        response.header('content-security-policy', policy)
      }
    },
  })
}
