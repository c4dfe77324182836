/** Scrolls through the table of runs and times its frames. */
import type { Browser } from 'playwright-core'
import { inspect, VIEW } from './chromium.ts'
import { quantile } from './measure.ts'
import { FIRST_ROW } from './page-load.ts'

interface Scroll {
  medianFps: number
  longestMs: number
}

const FRAMES = 600
/** Rows come and go all the time, and pages of the server are asked for. */
const STEP_PX = 120
/** Now and then far away, as with the scroll bar. */
const JUMP_EVERY = 100

const SCROLL = `
  new Promise((resolve) => {
    const scroller = document.querySelector('[role=treegrid]')
    const frames = []
    let before
    const step = (now) => {
      if (before !== undefined) frames.push(now - before)
      before = now
      if (frames.length === ${FRAMES}) return resolve(frames)
      scroller.scrollTop += frames.length % ${JUMP_EVERY} === 99 ? scroller.scrollHeight / 10 : ${STEP_PX}
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })`

export async function scrollRows(browser: Browser, url: string): Promise<Scroll> {
  const context = await browser.newContext(VIEW)
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForSelector(FIRST_ROW.millrace)
  // How many runs there are is told a moment after the first rows.
  await page.waitForTimeout(2000)
  const inspector = await inspect(page)
  const frames = await inspector.ask<number[]>(SCROLL)
  await context.close()
  return { medianFps: 1000 / quantile(frames, 0.5), longestMs: Math.max(...frames) }
}
