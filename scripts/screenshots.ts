/**
 * Makes the pictures of the docs: `node scripts/screenshots.ts [--server URL] [--output FOLDER]`. Without a server it starts
 * `millrace demo`, whose runs are the same each time. Each screen is shown light and dark, in English and Bulgarian: `runs.png`,
 * `runs-dark.png`, `runs-bg.png`, `runs-dark-bg.png`.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { api } from '../test/helpers/api.ts'
import { startDemo } from '../test/helpers/demo.ts'
import { findProgram } from '../test/helpers/programs.ts'
import { scratch } from '../test/helpers/scratch.ts'

const ROOT = new URL('../', import.meta.url).pathname
const EXAMPLE = 'credit-scoring'
const VIEWPORT = { width: 1280, height: 800 }
/** Charts and pictures are drawn after their data has come. */
const SETTLED_MS = 1_500

const { values } = parseArgs({
  options: { server: { type: 'string' }, output: { type: 'string', default: join(ROOT, 'docs/images') } },
})

const VARIANTS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['en', 'bg'] as const).map((language) => ({ colorScheme, language })),
)

interface Places {
  experiment: string
  run: string
  model: string
}

/** What is pictured, and where it is. */
const SCREENS: Record<string, (places: Places) => string> = {
  experiments: () => '/experiments',
  runs: ({ experiment }) => `/experiments/${experiment}`,
  run: ({ experiment, run }) => `/experiments/${experiment}/runs/${run}`,
  charts: ({ experiment }) =>
    `/experiments/${experiment}?tab=charts&search=_loss&order=train_loss&order=validation_loss`,
  artifacts: ({ experiment, run }) => `/experiments/${experiment}/runs/${run}/artifacts/report.html`,
  model: ({ model }) => `/models/${model}`,
  prompt: () => '/prompts/credit-assessor?promptVersion=3&against=2',
  settings: () => '/settings',
}

await mkdir(values.output, { recursive: true })
const folder = scratch('screenshots')
const demo = values.server ? undefined : await startDemo(folder.file('demo'))
const browser = await chromium.launch({
  executablePath: findProgram('chromium') ?? '',
  args: ['--no-sandbox'],
})
try {
  const url = values.server ?? demo?.url ?? ''
  const places = await findPlaces(url)
  for (const variant of VARIANTS) await picture(browser, url, places, variant)
} finally {
  await browser.close()
  await demo?.stop()
  folder.remove()
}

async function findPlaces(url: string): Promise<Places> {
  const experiment = await experimentOf(url)
  return { experiment, run: await bestRun(url, experiment), model: EXAMPLE }
}

async function experimentOf(url: string): Promise<string> {
  const path = `experiments/get-by-name?experiment_name=${EXAMPLE}`
  return (await api<{ experiment: { experiment_id: string } }>(url, path)).experiment.experiment_id
}

async function bestRun(url: string, experiment: string): Promise<string> {
  const question = {
    experiment_ids: [experiment],
    filter: 'metrics.cv_auc > 0',
    order_by: ['metrics.cv_auc DESC'],
    max_results: 1,
  }
  const { runs } = await api<{ runs: { info: { run_id: string } }[] }>(url, 'runs/search', question)
  const [best] = runs
  if (!best) throw new Error(`no run of ${EXAMPLE} has the metric cv_auc`)
  return best.info.run_id
}

async function picture(
  browser: Browser,
  url: string,
  places: Places,
  { colorScheme, language }: (typeof VARIANTS)[number],
): Promise<void> {
  const locale = language === 'bg' ? 'bg-BG' : 'en-US'
  const context = await browser.newContext({ viewport: VIEWPORT, colorScheme, locale })
  const suffix = (colorScheme === 'dark' ? '-dark' : '') + (language === 'bg' ? '-bg' : '')
  for (const [name, place] of Object.entries(SCREENS)) {
    const page = await context.newPage()
    await show(page, `${url}/#${place(places)}`)
    await page.screenshot({ path: join(values.output, `${name}${suffix}.png`) })
    await page.close()
  }
  await context.close()
}

async function show(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForTimeout(SETTLED_MS)
}
