/** A click on the charts of the runs page in Chromium, up to the painted curves. */
import type { Browser } from 'playwright-core'
import { inspect, VIEW } from './chromium.ts'

export interface Click {
  drawnMs: number
  /** Of the page's main thread, from the click to the painted curves. */
  cpuMs: number
  curves: { bytes: number; startMs: number; endMs: number }[]
}

const FIRST_ROW = `
  new Promise((resolve) => {
    const look = () => document.querySelector('[role=row][aria-rowindex="2"]') ? resolve(true) : setTimeout(look, 20)
    look()
  })`

/** Every curve is a stroke of its own: told by the canvas itself, since looking at its pixels would take time from it. */
const clickAndWait = (runs: number) => `
  new Promise((resolve) => {
    const tab = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'Charts')
    const start = performance.now()
    const done = () => {
      const curves = performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('/metrics/curves'))
        .map(({ transferSize, startTime, responseEnd }) => (
          { bytes: transferSize, startMs: startTime - start, endMs: responseEnd - start }))
      resolve({ drawnMs: performance.now() - start, curves })
    }
    const stroke = CanvasRenderingContext2D.prototype.stroke
    let strokes = 0
    CanvasRenderingContext2D.prototype.stroke = function (...path) {
      stroke.apply(this, path)
      if (++strokes === ${runs}) requestAnimationFrame(() => setTimeout(done))
    }
    tab.click()
  })`

export async function clickOnCharts(browser: Browser, url: string, runs: number): Promise<Click> {
  const context = await browser.newContext({ ...VIEW, locale: 'en-US' })
  const page = await context.newPage()
  const inspector = await inspect(page)
  await page.goto(url)
  await inspector.ask(FIRST_ROW)
  await page.waitForLoadState('networkidle').catch(() => {})
  const before = await inspector.cpuMs()
  const measured = await inspector.ask<Omit<Click, 'cpuMs'>>(clickAndWait(runs))
  const cpuMs = (await inspector.cpuMs()) - before
  await context.close()
  return { ...measured, cpuMs }
}
