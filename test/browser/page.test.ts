import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { describeUnless, findProgram } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const CHROMIUM = findProgram('chromium')
const BUILT = existsSync(join(REPOSITORY, 'packages/ui/dist/index.html'))
/** Root may not use Chromium's sandbox; the rest keeps it from looking for Google's hosts. */
const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

const missing = !CHROMIUM ? 'chromium not installed' : !BUILT && 'the page is not built: npm run build'

describeUnless(missing, 'the web page', () => {
  let folder: Scratch
  let server: RunningServer
  let browser: Browser
  let page: Page
  let experiment_id = ''
  let run_id = ''
  const errors: string[] = []
  const hosts = new Set<string>()

  const createRun = async (run_name: string) => {
    const body = { experiment_id, run_name, start_time: Date.now(), tags: [] }
    return (await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', body)).run.info.run_id
  }

  beforeAll(async () => {
    folder = scratch('page')
    server = await startServer(
      { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') },
      MILLRACE,
    )
    experiment_id = (
      await api<{ experiment_id: string }>(server.url, 'experiments/create', { name: 'scoring' })
    ).experiment_id
    run_id = await createRun('first run')
    await api(server.url, 'runs/log-batch', {
      run_id,
      metrics: Array.from({ length: 50 }, (_, step) => ({
        key: 'auc',
        value: step / 50,
        timestamp: 1,
        step,
      })),
      params: [{ key: 'depth', value: '7' }],
    })
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGS })
    page = await browser.newPage({ locale: 'en-US' })
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    folder?.remove()
  })

  test('leads from the experiments to a run and its values', async () => {
    await page.goto(server.url)
    await page.getByRole('link', { name: 'scoring' }).click()
    await page.getByRole('link', { name: 'first run' }).click()
    await page.getByText('depth').first().waitFor()
    await page.getByText('0.98').first().waitFor()
    expect(page.url()).toContain(`#/experiments/${experiment_id}/runs/${run_id}`)
  })

  test('shows a run that a client starts, without a reload', async () => {
    await page.goto(`${server.url}/#/experiments/${experiment_id}`)
    await page.getByRole('link', { name: 'first run' }).waitFor()
    await createRun('late comer')
    await page.getByRole('link', { name: 'late comer' }).waitFor({ timeout: 10_000 })
  })

  test('says what is wrong with a filter', async () => {
    await page.goto(`${server.url}/#/experiments/${experiment_id}`)
    const box = page.getByPlaceholder(/metrics\.auc/)
    await box.fill('metrics.auc >> 1')
    await box.press('Enter')
    await page
      .getByText(/Invalid/)
      .first()
      .waitFor()
  })

  test('speaks Bulgarian to a Bulgarian browser', async () => {
    const other = await browser.newPage({ locale: 'bg-BG' })
    await other.goto(server.url)
    await other.getByRole('link', { name: 'Експерименти' }).first().waitFor()
    await other.close()
  })

  test('meets no error of its own and asks no other host', () => {
    // The browser reports the refused filter, which is the server's answer.
    expect([...hosts]).toEqual([`127.0.0.1:${server.port}`])
    expect(errors.filter((text) => !text.includes('400 (Bad Request)'))).toEqual([])
  })
})
