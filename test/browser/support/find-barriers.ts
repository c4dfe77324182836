import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe-core has against a page, one line each: the rule, the place, and what would mend it. */
export async function findBarriers(page: Page): Promise<string[]> {
  // The page's policy keeps foreign scripts out of its markup, not out of the inspector.
  await page.evaluate(axe.source)
  const options = JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] })
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}
