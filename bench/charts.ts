/**
 * The charts of many runs in Chromium: milliseconds from the click on the tab to the painted curves, requests for them, and
 * their bytes on the wire. `node bench/charts.ts [runs] [points]`, by default 100 runs with 1,000 points each.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { sqliteBackend } from './backends/sqlite.ts'
import { type Click, clickOnCharts } from './chart-click.ts'
import { launchChromium } from './chromium.ts'
import { quantile } from './measure.ts'
import { seedDatabase } from './seed.ts'
import { HISTORY_EXPERIMENT_ID } from './seed-data.ts'
import { startServer, stopAll } from './server-process.ts'
import { SERVERS } from './servers.ts'

const CLICKS = 7
/** Clicks that do not count: the server compiles its statements and starts its reader thread. */
const WARM_CLICKS = 2

async function measure(browser: Browser, folder: string, runs: number, points: number): Promise<void> {
  const seed = join(folder, 'seed.db')
  const histories = { bulkRuns: runs, bulkPoints: points, longPoints: 0 }
  seedDatabase(seed, { runs: 0, models: 0, ...histories }, true)
  const server = await startServer(SERVERS.millrace, folder, await sqliteBackend.create(folder, seed, true))
  const url = `http://127.0.0.1:${server.port}/#/experiments/${HISTORY_EXPERIMENT_ID}`
  for (let nth = 0; nth < WARM_CLICKS; nth++) await clickOnCharts(browser, url, runs)
  const clicks: Click[] = []
  for (let nth = 0; nth < CLICKS; nth++) clicks.push(await clickOnCharts(browser, url, runs))
  await server.stop()
  report(`${runs.toLocaleString('en')} runs × ${points.toLocaleString('en')} points`, clicks)
}

function report(title: string, clicks: Click[]): void {
  const times = clicks.map(({ drawnMs }) => drawnMs)
  const cpu = quantile(
    clicks.map(({ cpuMs }) => cpuMs),
    0.5,
  )
  console.log(`\n${title}: drawn ${quantile(times, 0.5).toFixed(0)} ms after the click`)
  console.log(`  all clicks: ${times.map((time) => time.toFixed(0)).join(', ')} ms`)
  console.log(`  ${cpu.toFixed(0)} ms of CPU on the page's main thread`)
  for (const { bytes, startMs, endMs } of clicks.at(-1)?.curves ?? [])
    console.log(`  ${startMs.toFixed(0)} – ${endMs.toFixed(0)} ms: ${(bytes / 1000).toFixed(0)} KB of curves`)
}

const [runs = 100, points = 1000] = process.argv.slice(2).map(Number)
const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-bench-'))
const browser = await launchChromium()
try {
  await measure(browser, folder, runs, points)
} finally {
  await browser.close()
  await stopAll()
  await rm(folder, { recursive: true, force: true })
}
