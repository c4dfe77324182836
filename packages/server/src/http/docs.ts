import type { FastifyInstance } from 'fastify'
import { answerFromSite } from './docs-site.ts'

/**
 * Serves the documentation that came with the program, which the help of the web page leads to.
 * @param folder of the built site; undefined where there is none
 */
export function mountDocs(app: FastifyInstance, prefix: string, folder: string | undefined): void {
  const base = `${prefix}/docs/`
  app.get(`${prefix}/docs`, async (_request, reply) => reply.redirect(base, 308))
  app.get(`${base}*`, async (request, reply) => {
    if (folder === undefined) {
      const language = request.url.startsWith(`${base}bg/`) ? 'bg' : 'en'
      return reply.code(404).type('text/html; charset=utf-8').send(notInstalled(language))
    }
    const asked = { url: request.url, acceptEncoding: request.headers['accept-encoding'] }
    const { status, headers, body } = await answerFromSite(folder, base, asked)
    return reply.code(status).headers(headers).send(body)
  })
}

/** How to get the documentation where this server has none. */
const MISSING = {
  en: {
    title: 'The documentation is not installed here',
    how: [
      'In a clone of the repository <code>npm run docs</code> builds it; start the server again afterwards.',
      'The package <code>millrace</code> of npm has it: <code>npx millrace docs</code> shows it on your own machine.',
      'Its pages are Markdown: the folder <code>docs/</code> of the repository.',
    ],
  },
  bg: {
    title: 'Документацията не е инсталирана тук',
    how: [
      'В копие на хранилището я изгражда <code>npm run docs</code>; после пуснете сървъра отново.',
      'Пакетът <code>millrace</code> от npm я има: <code>npx millrace docs</code> я показва на вашата машина.',
      'Страниците ѝ са Markdown: папката <code>docs/</code> на хранилището.',
    ],
  },
} as const

function notInstalled(language: 'en' | 'bg'): string {
  const { title, how } = MISSING[language]
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${title}</title>
<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1 style="font-size: 1.4rem">${title}</h1>
<ul>${how.map((way) => `<li>${way}</li>`).join('\n')}</ul>
</html>
`
}
