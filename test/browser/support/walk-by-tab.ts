import type { Page } from 'playwright-core'

const CONTROLS = 'a[href], button, input, textarea, summary, [tabindex="0"]'

/** Of a group of radio buttons only the chosen one is a stop; behind an open dialog nothing is. */
const MARK_STOPS = `
  (() => {
    const scope = document.querySelector('dialog[open]') ?? document
    const isStop = (control) =>
      !control.disabled &&
      control.tabIndex >= 0 &&
      control.checkVisibility() &&
      (control.type !== 'radio' || control.checked)
    const stops = [...scope.querySelectorAll(${JSON.stringify(CONTROLS)})].filter(isStop)
    for (const stop of stops) stop.dataset.unreached = stop.ariaLabel ?? stop.textContent
    // A date's day, month, year and picker are stops of their own.
    const dates = stops.filter((stop) => stop.type === 'date')
    return stops.length + 3 * dates.length
  })()`

/** What has the focus is outlined itself, or what is drawn in its place right after it. */
const LOOK = `
  (() => {
    const isOutlined = (element) => element && getComputedStyle(element).outlineStyle !== 'none'
    const control = document.activeElement
    if (!control || control === document.body) return undefined
    const unmarked = !isOutlined(control) && !isOutlined(control.nextElementSibling)
    const name = control.ariaLabel || control.textContent
    delete control.dataset.unreached
    return unmarked ? name : undefined
  })()`

const UNREACHED = `[...document.querySelectorAll('[data-unreached]')].map((control) => control.dataset.unreached)`

/** Presses Tab once for every control, and a few times more: names those never reached, and those without a sign of it. */
export async function walkByTab(page: Page): Promise<{ unreached: string[]; unmarked: string[] }> {
  const stops = await page.evaluate<number>(MARK_STOPS)
  if (stops === 0) throw new Error('there is nothing to walk through')
  const unmarked = new Set<string>()
  for (let stop = 0; stop < stops + 3; stop++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate<string | undefined>(LOOK)
    if (name !== undefined) unmarked.add(name)
  }
  return { unreached: await page.evaluate<string[]>(UNREACHED), unmarked: [...unmarked] }
}
