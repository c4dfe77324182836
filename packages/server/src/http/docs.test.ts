import { mkdirSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { afterAll, expect, it } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { mountDocs } from './docs.ts'
import { BASE_IN_SITE } from './docs-site.ts'

const folder = scratch('docs-site')
afterAll(() => folder.remove())
mkdirSync(folder.file('bg'))
writeFileSync(folder.file('index.html.gz'), gzipSync(`<a href="${BASE_IN_SITE}bg/">bg</a>`))
writeFileSync(folder.file('bg/runs.html.gz'), gzipSync('изпълнения'))
writeFileSync(folder.file('404.html.gz'), gzipSync('not here'))
writeFileSync(folder.file('a.png'), 'png')

const served = Fastify()
mountDocs(served, '/mlflow', folder.file())
const without = Fastify()
mountDocs(without, '', undefined)

it('the site knows the prefix that it is served below', async () => {
  expect((await served.inject('/mlflow/docs')).headers.location).toBe('/mlflow/docs/')
  const page = await served.inject('/mlflow/docs/')
  expect(page.body).toBe('<a href="/mlflow/docs/bg/">bg</a>')
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  const packed = await served.inject({ url: '/mlflow/docs/', headers: { 'accept-encoding': 'gzip' } })
  expect(gunzipSync(packed.rawPayload).toString()).toBe(page.body)
  expect((await served.inject('/mlflow/docs/a.png')).body).toBe('png')
  expect((await served.inject('/mlflow/docs/bg/runs?x=1')).headers.location).toBe('/mlflow/docs/bg/runs.html')
  expect((await served.inject({ method: 'HEAD', url: '/mlflow/docs/' })).statusCode).toBe(200)
})

it.each([
  ['none.html', 404],
  ['..%2f..%2fetc/passwd', 404],
  ['%00', 400],
  ['%5c..%5c', 400],
  ['%zz', 400],
])('%s is answered %i', async (path, status) => {
  const answer = await served.inject(`/mlflow/docs/${path}`)
  expect(answer.statusCode).toBe(status)
  expect(answer.body).not.toContain('root:')
})

it.each([
  ['', 'en', 'npm run docs'],
  ['start/first-run.html', 'en', 'millrace docs'],
  ['bg/start/first-run.html', 'bg', 'Документацията не е инсталирана'],
])('where there is none, docs/%s says in %s how to get it', async (path, language, words) => {
  const answer = await without.inject(`/docs/${path}`)
  expect(answer.statusCode).toBe(404)
  expect(answer.body).toContain(`<html lang="${language}">`)
  expect(answer.body).toContain(words)
})
