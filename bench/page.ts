/**
 * First load of the runs page in Chromium with nothing in its cache: milliseconds from the start of the navigation to
 * the first row on the screen, requests, and JavaScript gzipped. `node bench/page.ts [runs …]`, by default 5,000 and 100,000.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findProgram } from '../test/helpers/programs.ts'
import { sqliteBackend } from './backends/sqlite.ts'
import { quantile } from './measure.ts'
import { seedDatabase } from './seed.ts'
import { EXPERIMENT_ID } from './seed-data.ts'
import { startServer, stopAll } from './server-process.ts'
import { SERVERS } from './servers.ts'

const LOADS = 7
/** Loads that do not count: the server compiles its statements, and the browser starts its processes. */
const WARM_LOADS = 2

interface Load {
  firstRowMs: number
  /** Of the page's main thread; steadier than the time on a busy machine. */
  cpuMs: number
  requests: Request[]
}

interface Request {
  url: string
  startMs: number
  endMs: number
}

/** Runs in the page from its first moment: the frame that holds the first row has been painted. */
const WATCH_FIRST_ROW = `
  globalThis.firstRowMs = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[role=row][aria-rowindex="2"]')) return
      observer.disconnect()
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    }).observe(document, { childList: true, subtree: true })
  })`

const REQUESTS = `
  performance.getEntries()
    .filter(({ entryType }) => entryType === 'navigation' || entryType === 'resource')
    .map(({ name, startTime, responseEnd }) => ({ url: name, startMs: startTime, endMs: responseEnd }))`

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(WATCH_FIRST_ROW)
  const inspector = await inspect(page)
  await page.goto(url)
  const firstRowMs = await inspector.ask<number>('globalThis.firstRowMs')
  const cpuMs = await inspector.cpuMs()
  const requests = await inspector.ask<Request[]>(REQUESTS)
  await context.close()
  return { firstRowMs, cpuMs, requests }
}

/** Past Playwright's own `evaluate`, whose helpers keep the page's thread busy for 80 ms right when it loads. */
async function inspect(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    async ask<T>(expression: string): Promise<T> {
      const options = { expression, awaitPromise: true, returnByValue: true }
      return (await session.send('Runtime.evaluate', options)).result.value as T
    },
    async cpuMs(): Promise<number> {
      const { metrics } = await session.send('Performance.getMetrics')
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
    },
  }
}

async function gzippedScripts(urls: string[]): Promise<number> {
  const scripts = urls.filter((url) => new URL(url).pathname.endsWith('.js'))
  const replies = scripts.map((url) => fetch(url, { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } }))
  const sizes = (await Promise.all(replies)).map(({ headers }) => Number(headers.get('content-length')))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function measurePage(browser: Browser, folder: string, runs: number): Promise<void> {
  const place = join(folder, String(runs))
  await mkdir(place)
  const seed = join(place, 'seed.db')
  seedDatabase(seed, { runs, bulkRuns: 0, bulkPoints: 0, longPoints: 0, models: 0 }, true)
  const server = await startServer(SERVERS.millrace, place, await sqliteBackend.create(place, seed, true))
  const url = `http://127.0.0.1:${server.port}/#/experiments/${EXPERIMENT_ID}`
  for (let nth = 0; nth < WARM_LOADS; nth++) await load(browser, url)
  const loads: Load[] = []
  for (let nth = 0; nth < LOADS; nth++) loads.push(await load(browser, url))
  loads.sort((a, b) => a.firstRowMs - b.firstRowMs)
  await report(runs, loads)
  await server.stop()
}

async function report(runs: number, loads: Load[]): Promise<void> {
  const times = loads.map(({ firstRowMs }) => firstRowMs)
  const typical = loads[Math.floor(loads.length / 2)]?.requests ?? []
  console.log(`\n${runs.toLocaleString('en')} runs: first row after ${quantile(times, 0.5).toFixed(0)} ms`)
  console.log(`  all loads: ${times.map((time) => time.toFixed(0)).join(', ')} ms`)
  const scripts = await gzippedScripts(typical.map(({ url }) => url))
  const cpu = quantile(
    loads.map(({ cpuMs }) => cpuMs),
    0.5,
  )
  console.log(`  ${cpu.toFixed(0)} ms of CPU on the page's main thread`)
  console.log(`  ${typical.length} requests, ${(scripts / 1000).toFixed(0)} KB of JavaScript gzipped`)
  for (const { url, startMs, endMs } of typical)
    console.log(
      `  ${startMs.toFixed(0).padStart(5)} – ${endMs.toFixed(0).padStart(5)} ms  ${new URL(url).pathname}`,
    )
}

async function main(sizes: number[]): Promise<void> {
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-bench-'))
  const browser = await chromium.launch({
    executablePath: findProgram('chromium') ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })
  try {
    for (const runs of sizes) await measurePage(browser, folder, runs)
  } finally {
    await browser.close()
    await stopAll()
    await rm(folder, { recursive: true, force: true })
  }
}

const sizes = process.argv.slice(2).map(Number)
await main(sizes.length > 0 ? sizes : [5_000, 100_000])
