import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { HELP_PAGES, helpUrl } from './help-url.ts'

const DOCS = join(import.meta.dirname, '../../../../docs')

beforeAll(() => {
  vi.stubGlobal('window', { location: { origin: 'http://host', pathname: '/mlflow/' } })
})
afterAll(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['/experiments', 'start/first-run'],
  ['/experiments/1', 'runs-page'],
  ['/experiments/1/runs/0123/artifacts/a', 'concepts/life-of-a-run'],
  ['/experiments/1/models/m-1/', 'concepts/registry-flow'],
  ['/experiments/1/prompts/p', 'concepts/index'],
  ['/compare-runs', 'runs-page'],
  ['/models/risk/versions/3', 'concepts/registry-flow'],
  ['/prompts', 'concepts/index'],
  ['/webhooks/1', 'operate/monitoring'],
  ['/settings', 'operate/index'],
  ['/nowhere', 'index'],
])('the help of %s is %s, in the language of the page', (pathname, page) => {
  expect(helpUrl(pathname, 'en')).toBe(`http://host/mlflow/docs/${page}.html`)
  expect(helpUrl(pathname, 'bg')).toBe(`http://host/mlflow/docs/bg/${page}.html`)
})

test.each([...HELP_PAGES.map(([, page]) => page), 'index'])('%s is there in both languages', (page) => {
  expect(existsSync(join(DOCS, `${page}.md`))).toBe(true)
  expect(existsSync(join(DOCS, 'bg', `${page}.md`))).toBe(true)
})
