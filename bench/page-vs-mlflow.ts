/**
 * Our page beside the real MLflow's: one run, one Chromium, the same data. `node bench/page-vs-mlflow.ts` is everything at the
 * sizes that count; `--quick` tries it with small ones, `--ours` leaves MLflow out, `--loads 7` says how often each is loaded.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { sqliteBackend } from './backends/sqlite.ts'
import { type Click, clickOnCharts } from './chart-click.ts'
import { launchChromium } from './chromium.ts'
import { quantile } from './measure.ts'
import { FIRST_ROW, kilobytes, loadPage, type PageLoad } from './page-load.ts'
import { scrollRows } from './page-scroll.ts'
import { seedDatabase } from './seed.ts'
import { EXPERIMENT_ID, HISTORY_EXPERIMENT_ID } from './seed-data.ts'
import { KEYS_EXPERIMENT_ID, seedKeys } from './seed-keys.ts'
import { type RunningServer, startServer, stopAll } from './server-process.ts'
import { isAvailable, SERVERS, type ServerName } from './servers.ts'

interface Sizes {
  runs: number
  many: number
  chartRuns: number
  chartPoints: number
  keys: number
  loads: number
}

const FULL: Sizes = { runs: 5000, many: 100_000, chartRuns: 100, chartPoints: 1000, keys: 10_000, loads: 7 }
const QUICK: Sizes = { runs: 500, many: 5000, chartRuns: 20, chartPoints: 200, keys: 1000, loads: 2 }
/** Runs that have each of the keys. */
const KEY_RUNS = 100
/** Loads that do not count: the server compiles its statements, and the browser starts its processes. */
const WARM_LOADS = 2

/** A line of the report; what is judged has a limit. */
interface Line {
  what: string
  ours: number
  unit: string
  theirs?: number | undefined
  atMost?: number | undefined
  atLeast?: number
}

interface Bench {
  browser: Browser
  folder: string
  sizes: Sizes
  withMlflow: boolean
}

const PATHS = { millrace: '', mlflow: '/runs', mlflow1: '/runs' } satisfies Record<ServerName, string>

/** A server of its own on a copy of the seed. */
async function serve(name: 'millrace' | 'mlflow', seed: string): Promise<RunningServer> {
  const place = `${seed}-${name}`
  await mkdir(place)
  return startServer(SERVERS[name], place, await sqliteBackend.create(place, seed, true))
}

async function loads(bench: Bench, server: RunningServer, experiment: string): Promise<PageLoad[]> {
  const { name } = server.spec
  const url = `http://127.0.0.1:${server.port}/#/experiments/${experiment}${PATHS[name]}`
  const row = FIRST_ROW[name === 'millrace' ? 'millrace' : 'mlflow']
  for (let nth = 0; nth < WARM_LOADS; nth++) await loadPage(bench.browser, url, row)
  const found: PageLoad[] = []
  for (let nth = 0; nth < bench.sizes.loads; nth++) found.push(await loadPage(bench.browser, url, row))
  return found
}

const median = <T>(items: readonly T[], of: (item: T) => number): number => quantile(items.map(of), 0.5)

/** The budgets of a first load; the time's limit is told by the caller. */
function budgets(title: string, ours: PageLoad[], theirs: PageLoad[] | undefined, mostMs?: number): Line[] {
  const line = (what: string, unit: string, of: (load: PageLoad) => number, atMost?: number): Line => ({
    what: `${title}: ${what}`,
    unit,
    ours: median(ours, of),
    theirs: theirs && median(theirs, of),
    atMost,
  })
  return [
    line('first row', 'ms', ({ firstRowMs }) => firstRowMs, mostMs),
    line('CPU of the main thread', 'ms', ({ cpuMs }) => cpuMs),
    line('JavaScript on the wire', 'KB', ({ requests }) => kilobytes(requests, 'js'), 180),
    line('CSS on the wire', 'KB', ({ requests }) => kilobytes(requests, 'css'), 20),
    line('requests', '', ({ asked }) => asked, 8),
    line('heap', 'MB', ({ heapMb }) => heapMb, 15),
  ]
}

/** MLflow's time, divided by this, is what ours may take. */
const TIMES_FASTER = 8
const TIMES_SLOWER_WITH_MANY = 1.5

async function measure(bench: Bench): Promise<Line[]> {
  const { sizes, folder } = bench
  const seed = (name: string, part: Partial<Parameters<typeof seedDatabase>[1]>) => {
    const file = join(folder, name)
    seedDatabase(file, { runs: 0, bulkRuns: 0, bulkPoints: 0, longPoints: 0, models: 0, ...part }, true)
    return file
  }
  const few = seed('few.db', { runs: sizes.runs, bulkRuns: sizes.chartRuns, bulkPoints: sizes.chartPoints })
  seedKeys(few, KEY_RUNS, sizes.keys)

  const server = await serve('millrace', few)
  const ours = await loads(bench, server, EXPERIMENT_ID)
  const clicks = await clickOften(bench, server)
  const keys = await loads(bench, server, KEYS_EXPERIMENT_ID)
  await server.stop()

  const theirs = bench.withMlflow ? await loadsOfMlflow(bench, few) : undefined
  const theirMs = theirs && median(theirs, ({ firstRowMs }) => firstRowMs)
  const most = theirMs && theirMs / TIMES_FASTER

  const large = await serve('millrace', seed('many.db', { runs: sizes.many }))
  const many = await loads(bench, large, EXPERIMENT_ID)
  const scroll = await scrollRows(
    bench.browser,
    `http://127.0.0.1:${large.port}/#/experiments/${EXPERIMENT_ID}`,
  )
  await large.stop()

  const n = (count: number) => count.toLocaleString('en')
  const oursMs = median(ours, ({ firstRowMs }) => firstRowMs)
  return [
    ...budgets(`${n(sizes.runs)} runs`, ours, theirs, most),
    ...budgets(`${n(sizes.many)} runs`, many, undefined, oursMs * TIMES_SLOWER_WITH_MANY),
    { what: `${n(sizes.many)} runs: scrolling, median`, unit: 'fps', ours: scroll.medianFps, atLeast: 59 },
    { what: `${n(sizes.many)} runs: longest frame`, unit: 'ms', ours: scroll.longestMs, atMost: 50 },
    ...chartLines(`${n(sizes.chartRuns)} × ${n(sizes.chartPoints)} points`, clicks),
    ...budgets(`${n(sizes.keys)} metric keys`, keys, undefined, most),
  ]
}

async function clickOften({ browser, sizes }: Bench, { port }: RunningServer): Promise<Click[]> {
  const url = `http://127.0.0.1:${port}/#/experiments/${HISTORY_EXPERIMENT_ID}`
  const clicks: Click[] = []
  for (let nth = 0; nth < WARM_LOADS; nth++) await clickOnCharts(browser, url, sizes.chartRuns)
  for (let nth = 0; nth < sizes.loads; nth++) clicks.push(await clickOnCharts(browser, url, sizes.chartRuns))
  return clicks
}

function chartLines(title: string, clicks: Click[]): Line[] {
  const bytes = ({ curves }: Click) => curves.reduce((sum, curve) => sum + curve.bytes, 0) / 1000
  return [
    {
      what: `${title}: drawn after the click`,
      unit: 'ms',
      ours: median(clicks, (c) => c.drawnMs),
      atMost: 300,
    },
    {
      what: `${title}: requests for curves`,
      unit: '',
      ours: median(clicks, (c) => c.curves.length),
      atMost: 1,
    },
    { what: `${title}: curves on the wire`, unit: 'KB', ours: median(clicks, bytes), atMost: 150 },
  ]
}

async function loadsOfMlflow(bench: Bench, seed: string): Promise<PageLoad[]> {
  const server = await serve('mlflow', seed)
  try {
    return await loads(bench, server, EXPERIMENT_ID)
  } finally {
    await server.stop()
  }
}

function verdict({ ours, atMost, atLeast }: Line): string {
  if (atMost !== undefined) return ours <= atMost ? 'ok' : 'MISSED'
  if (atLeast !== undefined) return ours >= atLeast ? 'ok' : 'MISSED'
  return ''
}

function report(lines: Line[]): void {
  const number = (value: number | undefined) =>
    value === undefined ? '' : value.toFixed(value < 100 ? 1 : 0)
  console.log(`${'what'.padEnd(46)}${'ours'.padStart(10)}${'MLflow'.padStart(10)}${'must'.padStart(10)}`)
  for (const line of lines) {
    const limit = line.atMost === undefined ? number(line.atLeast) : `≤ ${number(line.atMost)}`
    const cells = [number(line.ours), number(line.theirs), limit].map((text) => text.padStart(10)).join('')
    console.log(`${line.what.padEnd(46)}${cells} ${line.unit.padEnd(4)} ${verdict(line)}`)
  }
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    ours: { type: 'boolean', default: false },
    loads: { type: 'string' },
  },
})
const sizes = values.quick ? QUICK : FULL
const withMlflow = !values.ours && isAvailable(SERVERS.mlflow)
if (!withMlflow) console.log(`Without MLflow: ${values.ours ? 'as asked' : SERVERS.mlflow.missing}`)
const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-bench-'))
const browser = await launchChromium()
try {
  const bench = {
    browser,
    folder,
    withMlflow,
    sizes: { ...sizes, loads: Number(values.loads ?? sizes.loads) },
  }
  report(await measure(bench))
} finally {
  await browser.close()
  await stopAll()
  await rm(folder, { recursive: true, force: true })
}
