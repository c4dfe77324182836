/**
 * First load of the runs page in Chromium with nothing in its cache: milliseconds from the start of the navigation to
 * the first row on the screen, requests, and JavaScript gzipped. `node bench/page.ts [runs …]`, by default 5,000 and 100,000.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { sqliteBackend } from './backends/sqlite.ts'
import { launchChromium } from './chromium.ts'
import { quantile } from './measure.ts'
import { FIRST_ROW, kilobytes, loadPage, type PageLoad } from './page-load.ts'
import { seedDatabase } from './seed.ts'
import { EXPERIMENT_ID } from './seed-data.ts'
import { startServer, stopAll } from './server-process.ts'
import { SERVERS } from './servers.ts'

const LOADS = 7
/** Loads that do not count: the server compiles its statements, and the browser starts its processes. */
const WARM_LOADS = 2

async function measurePage(browser: Browser, folder: string, runs: number): Promise<void> {
  const place = join(folder, String(runs))
  await mkdir(place)
  const seed = join(place, 'seed.db')
  seedDatabase(seed, { runs, bulkRuns: 0, bulkPoints: 0, longPoints: 0, models: 0 }, true)
  const server = await startServer(SERVERS.millrace, place, await sqliteBackend.create(place, seed, true))
  const url = `http://127.0.0.1:${server.port}/#/experiments/${EXPERIMENT_ID}`
  for (let nth = 0; nth < WARM_LOADS; nth++) await loadPage(browser, url, FIRST_ROW.millrace)
  const loads: PageLoad[] = []
  for (let nth = 0; nth < LOADS; nth++) loads.push(await loadPage(browser, url, FIRST_ROW.millrace))
  loads.sort((a, b) => a.firstRowMs - b.firstRowMs)
  report(runs, loads)
  await server.stop()
}

function report(runs: number, loads: PageLoad[]): void {
  const times = loads.map(({ firstRowMs }) => firstRowMs)
  const typical = loads[Math.floor(loads.length / 2)]?.requests ?? []
  console.log(`\n${runs.toLocaleString('en')} runs: first row after ${quantile(times, 0.5).toFixed(0)} ms`)
  console.log(`  all loads: ${times.map((time) => time.toFixed(0)).join(', ')} ms`)
  const cpu = quantile(
    loads.map(({ cpuMs }) => cpuMs),
    0.5,
  )
  console.log(`  ${cpu.toFixed(0)} ms of CPU on the page's main thread`)
  console.log(`  ${typical.length} requests, ${kilobytes(typical, 'js').toFixed(0)} KB of JavaScript gzipped`)
  for (const { url, startMs, endMs } of typical)
    console.log(
      `  ${startMs.toFixed(0).padStart(5)} – ${endMs.toFixed(0).padStart(5)} ms  ${new URL(url).pathname}`,
    )
}

async function main(sizes: number[]): Promise<void> {
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-bench-'))
  const browser = await launchChromium()
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
