/** The built site as `millrace docs` serves it. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fencesOf } from '../../scripts/docs/fences.ts'
import { readPages } from '../../scripts/docs/pages.ts'
import { describeUnless, findProgram } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'

const PAGES = readPages(join(REPOSITORY, 'docs'))
const executablePath = findProgram('chromium')
const site = join(REPOSITORY, 'packages/cli/dist-docs/index.html.gz')
const missing =
  (!existsSync(site) && 'npm run docs was not run') || (!executablePath && 'chromium not installed')

describeUnless(missing, 'the site of the docs', () => {
  const docs = spawn(process.execPath, [join(REPOSITORY, 'packages/cli/src/main.ts'), 'docs', '--port', '0'])
  let url: string
  let browser: Browser
  beforeAll(async () => {
    url = await new Promise<string>((resolve, reject) => {
      let printed = ''
      docs.stderr.on('data', (text) => {
        printed += text
        const [address] = /http:\/\/\S+/.exec(printed) ?? []
        if (address) resolve(address)
      })
      docs.once('exit', () => reject(new Error(printed)))
    })
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    docs.kill()
  })

  const addressOf = (language: string, path: string) =>
    `${url}/${language === 'en' ? '' : `${language}/`}${path.replace(/\.md$/, '.html')}`

  test('listens on this machine only, and says what it has not got', async () => {
    expect(new URL(url).hostname).toBe('127.0.0.1')
    const unknown = await fetch(`${url}/no/such/page`)
    expect(unknown.status).toBe(404)
    expect(await unknown.text()).toContain('<title>404')
  })

  test('shows every page in both languages, and asks no other host for anything', async () => {
    const page = await browser.newPage()
    const trouble = watchTrouble(page, url)
    for (const { language, path, title } of PAGES) {
      await page.goto(addressOf(language, path))
      expect.soft(await page.locator('h1').first().textContent(), path).toContain(title.split(' ')[0])
      expect.soft(await page.locator('html').getAttribute('lang'), path).toBe(language)
    }
    expect(trouble).toEqual([])
    await page.close()
  }, 300_000)

  test.each([
    ['en', 'Български', 'bg'],
    ['bg', 'English', 'en'],
  ])('leads from the generated reference in %s to the one in %s', async (from, language, to) => {
    const page = await browser.newPage()
    const trouble = watchTrouble(page, url)
    await page.goto(addressOf(from, 'reference/rest/runs.md'))
    await page.locator('.VPNavBarTranslations button').hover()
    await page.locator('.VPNavBarTranslations').getByRole('link', { name: language }).click()
    await page.waitForURL(addressOf(to, 'reference/rest/runs.md'))
    await page.getByRole('heading', { level: 1, name: 'REST: runs' }).waitFor()
    await expect.poll(() => page.getByText('Справочникът се прави').count()).toBe(to === 'bg' ? 1 : 0)
    expect(trouble).toEqual([])
    await page.close()
  })

  test('finds words without a network', async () => {
    const page = await browser.newPage()
    await page.goto(addressOf('en', 'compatibility.md'), { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Search' }).click()
    await page.locator('#localsearch-input').fill('untranslated')
    await page.locator('a.result').first().click()
    await page.waitForURL(/extend\/docs/)
    await page.close()
  })

  test.each(['light', 'dark'] as const)(
    'draws diagrams and shows the pictures of the %s scheme',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme })
      const page = await context.newPage()
      for (const { language, path, text } of PAGES) {
        const diagrams = fencesOf(text).filter((fence) => fence.language === 'mermaid').length
        if (diagrams === 0 && !text.includes('![')) continue
        await page.goto(addressOf(language, path))
        const wrong = page.locator(colorScheme === 'dark' ? 'img.only-light' : 'img.only-dark')
        for (const picture of await wrong.all()) expect.soft(await picture.isVisible(), path).toBe(false)
        for (const drawing of await page.locator('.diagram').all()) {
          expect.soft(await drawing.locator('svg').isVisible(), path).toBe(true)
          for (const width of [1280, 390]) {
            await page.setViewportSize({ width, height: 900 })
            const hidden = await drawing.evaluate((box) => box.scrollWidth - box.clientWidth)
            expect.soft(hidden, `${language} ${path}, ${width} wide`).toBe(0)
          }
        }
        expect.soft(await page.locator('.diagram').count(), path).toBe(diagrams)
      }
      await context.close()
    },
    300_000,
  )
})

/** What a page complains of, does not get, or asks of somebody else. */
function watchTrouble(page: Page, url: string): string[] {
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(`${page.url()}: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) trouble.push(request.url())
  })
  page.on('response', (response) => {
    if (response.status() >= 400) trouble.push(`${response.status()} ${response.url()}`)
  })
  return trouble
}
