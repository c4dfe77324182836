import { type Browser, chromium, type Page } from 'playwright-core'
import { findProgram } from '../test/helpers/programs.ts'

export const VIEW = { viewport: { width: 1440, height: 900 } }

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findProgram('chromium') ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })

/** Past Playwright's own `evaluate`, whose helpers keep the page's thread busy for 80 ms right when it loads. */
export async function inspect(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    async ask<T>(expression: string): Promise<T> {
      const options = { expression, awaitPromise: true, returnByValue: true }
      return (await session.send('Runtime.evaluate', options)).result.value as T
    },
    /** What the page's scripts keep, in MB, after what they let go of was collected. */
    async heapMb(): Promise<number> {
      await session.send('HeapProfiler.collectGarbage')
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      return usedSize / 1e6
    },
    /** Of the page's main thread since it started. */
    async cpuMs(): Promise<number> {
      const { metrics } = await session.send('Performance.getMetrics')
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
    },
  }
}
