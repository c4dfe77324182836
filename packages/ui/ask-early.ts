import { firstRequest } from './src/features/runs/search-runs.ts'

const ID = '{id}'

/**
 * A script for the document: a plain link to an experiment asks for its runs while the program is still fetched and read.
 * The program takes the answer where it would have sent the same request; where it would not, it asks for itself.
 */
export const askEarly = (): string => `{
  const [, id] = /^#\\/experiments\\/(\\w+)\\/?$/.exec(location.hash) ?? []
  if (id) {
    const url = new URL('ajax-api/3.0/millrace/runs/table', location.origin + location.pathname).href
    const body = ${JSON.stringify(JSON.stringify(firstRequest(ID)))}.replace('${ID}', id)
    const response = fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    response.catch(() => {})
    globalThis.early = { url, body, response }
  }
}`
