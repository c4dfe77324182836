/** A load of a page in Chromium with nothing in its cache, up to the first row on the screen and until it is at rest. */
import type { Browser, Page } from 'playwright-core'
import { inspect, VIEW } from './chromium.ts'

/** What a row looks like: in ours (the first row is the heads'), and in MLflow's grid. */
export const FIRST_ROW = {
  millrace: '[role=row][aria-rowindex="2"]:not([aria-busy])',
  mlflow: '.ag-row',
} as const

export interface PageLoad {
  firstRowMs: number
  /** Of the page's main thread up to the first row; steadier than the time on a busy machine. */
  cpuMs: number
  /** Those that were answered until the page was at rest. */
  requests: PageRequest[]
  /** How many were asked, streams that have no end among them. */
  asked: number
  heapMb: number
}

export interface PageRequest {
  url: string
  kind: 'js' | 'css' | 'other'
  startMs: number
  endMs: number
  /** Of the body as it was sent. */
  bytes: number
}

/** Runs in the page from its first moment: the frame that holds the first row has been painted. */
const watch = (selector: string) => `
  globalThis.firstRowMs = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector(${JSON.stringify(selector)})) return
      observer.disconnect()
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    }).observe(document, { childList: true, subtree: true })
  })`

const REQUESTS = `
  performance.getEntries()
    .filter(({ entryType }) => entryType === 'navigation' || entryType === 'resource')
    .map(({ name, startTime, responseEnd, encodedBodySize }) => (
      { url: name, startMs: startTime, endMs: responseEnd, bytes: encodedBodySize }))`

/** A stream of events never ends, so the network is never idle; what is still asked for is. */
const REST_MS = 2000
const REST_MOST_MS = 30_000

export async function loadPage(browser: Browser, url: string, firstRow: string): Promise<PageLoad> {
  const context = await browser.newContext({ ...VIEW, locale: 'en-US' })
  const page = await context.newPage()
  page.setDefaultTimeout(180_000)
  let asked = 0
  page.on('request', () => asked++)
  await page.addInitScript(watch(firstRow))
  const inspector = await inspect(page)
  await page.goto(url)
  const firstRowMs = await inspector.ask<number>('globalThis.firstRowMs')
  const cpuMs = await inspector.cpuMs()
  await atRest(page)
  const requests = (await inspector.ask<Omit<PageRequest, 'kind'>[]>(REQUESTS)).map((request) => ({
    ...request,
    kind: kindOf(request.url),
  }))
  const heapMb = await inspector.heapMb()
  await context.close()
  return { firstRowMs, cpuMs, requests, asked, heapMb }
}

async function atRest(page: Page): Promise<void> {
  let latest = performance.now()
  const started = latest
  page.on('request', () => {
    latest = performance.now()
  })
  while (performance.now() - latest < REST_MS && performance.now() - started < REST_MOST_MS)
    await page.waitForTimeout(100)
}

function kindOf(url: string): PageRequest['kind'] {
  const { pathname } = new URL(url)
  return pathname.endsWith('.js') ? 'js' : pathname.endsWith('.css') ? 'css' : 'other'
}

export const kilobytes = (requests: readonly PageRequest[], kind: PageRequest['kind']): number =>
  requests.filter((request) => request.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0) / 1000
