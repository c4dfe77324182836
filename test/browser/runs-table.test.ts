import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { describePage } from './support/stage.ts'

const RUNS = 1200
const NANOSECONDS = 1.7e18
/** Far more than a window holds, far fewer than are loaded. */
const DRAWN_AT_MOST = 80

const names = (page: Page) => page.getByRole('treegrid').getByRole('link', { name: /^run / }).allInnerTexts()
/** Of the row that the keyboard is on. */
const activeName = async (page: Page) => {
  const id = await page.getByRole('treegrid').getAttribute('aria-activedescendant')
  return id && page.locator(`[id="${id}"]`).getByRole('link').textContent()
}
const headers = (page: Page) => page.getByRole('columnheader').allInnerTexts()

describePage('the runs table', (stage) => {
  let few: string
  let many: string

  beforeAll(async () => {
    const { log } = stage()
    few = await log.experiment('few')
    for (const [index, auc] of [0.7, 0.9, 0.8].entries())
      await log.run(few, `run ${index}`, { metrics: [{ key: 'auc', value: auc }], params: { model: 'gbdt' } })
    many = await log.experiment('many')
    await log.runs(many, RUNS, (index) => ({
      start_time: 1_700_000_000_000 + index,
      metrics: [{ key: 'auc', value: index / RUNS }],
    }))
  })

  test('shows a run that a client starts, and its values, without a reload', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('live')
    await log.run(experiment_id, 'first run')
    const page = await stage().open(`/experiments/${experiment_id}`)
    await page.getByRole('link', { name: 'first run' }).waitFor()
    const run_id = await log.run(experiment_id, 'late comer')
    await page.getByRole('link', { name: 'late comer' }).waitFor()
    await log.batch(run_id, { metrics: [{ key: 'auc', value: 0.625 }] })
    await page.getByRole('gridcell', { name: '0.625' }).waitFor()
  })

  test('a plain link asks once for the runs, by its document, and for little else', async () => {
    const page = await stage().open('/experiments')
    await page.goto('about:blank')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${stage().url}/#/experiments/${many}`)
    await page.getByRole('link', { name: 'run 1199' }).waitFor()
    await page.getByText('1,200 runs').waitFor()
    const table = asked.findIndex((path) => path.endsWith('/runs/table'))
    const experiment = asked.findIndex((path) => path.endsWith('/experiments/get'))
    expect(asked.filter((path) => path.endsWith('/runs/table'))).toHaveLength(1)
    expect(table).toBeLessThan(experiment)
    // The page, its program, style and icon, the runs and their number, the experiment, the stream of changes.
    expect(asked.length).toBeLessThanOrEqual(8)
  })

  test('says what is wrong with a filter and keeps the last answer', async () => {
    const page = await stage().open(`/experiments/${few}`)
    const box = page.getByRole('combobox', { name: 'Filter runs' })
    await box.fill('metrics.auc >> 1')
    await box.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/Invalid/)
      .waitFor()
    expect(await names(page)).toHaveLength(3)
    await box.fill('metrics.auc > 0.75')
    await box.press('Enter')
    await page.getByText('2 runs').waitFor()
  })

  test('sorts by a column; the address reproduces it', async () => {
    const page = await stage().open(`/experiments/${few}`)
    await page.getByRole('button', { name: 'auc' }).click()
    await page
      .getByRole('columnheader', { name: 'auc', exact: true })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor()
    await expect.poll(() => names(page)).toEqual(['run 1', 'run 2', 'run 0'])
    await page.getByRole('button', { name: 'auc' }).click()
    await expect.poll(() => names(page)).toEqual(['run 0', 'run 2', 'run 1'])
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await expect.poll(() => names(again)).toEqual(['run 0', 'run 2', 'run 1'])
  })

  test('has the columns that are chosen; the address reproduces them', async () => {
    const page = await stage().open(`/experiments/${few}`)
    await page.getByRole('button', { name: 'Columns' }).click()
    const dialog = page.getByRole('dialog', { name: 'Columns' })
    await dialog.getByRole('textbox', { name: 'Search columns' }).fill('s')
    await dialog.getByRole('checkbox', { name: 'Status' }).check()
    await dialog.getByRole('checkbox', { name: 'Started' }).uncheck()
    await dialog.getByRole('textbox', { name: 'Search columns' }).fill('')
    const chosen = ['Name', 'Duration', 'User', 'Source', 'auc', 'model', 'Status']
    await expect.poll(() => headers(page)).toEqual(chosen)
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await expect.poll(() => headers(again)).toEqual(chosen)
    await dialog.getByRole('button', { name: 'Back to the default columns' }).click()
    await expect.poll(() => headers(page)).not.toContain('Status')
  })

  test('walks through thousands of runs and draws only those in view', async () => {
    const page = await stage().open(`/experiments/${many}`)
    const table = page.getByRole('treegrid', { name: 'Runs' })
    await page.getByRole('link', { name: `run ${RUNS - 1}`, exact: true }).waitFor()
    await page.getByText('1,200 runs').waitFor()
    await table.focus()
    await table.press('End')
    await page.getByRole('link', { name: 'run 0', exact: true }).waitFor()
    await table.press('k')
    await expect.poll(() => activeName(page)).toBe('run 1')
    await table.evaluate((grid) => grid.scrollTo({ top: 600 * 36 }))
    await page.getByRole('link', { name: 'run 590', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(DRAWN_AT_MOST)
  })

  test('shows a start that is no time as the number it is', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('nanoseconds')
    await log.run(experiment_id, 'from the future', { start_time: NANOSECONDS })
    const page = await stage().open(`/experiments/${experiment_id}`)
    await page.getByRole('gridcell', { name: String(NANOSECONDS) }).waitFor()
    await page.getByRole('link', { name: 'from the future' }).click()
    await page.getByText(String(NANOSECONDS)).waitFor()
  })

  test('asks for children when their parent is opened; the address reproduces that', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('nested')
    const parent = await log.run(experiment_id, 'sweep', { start_time: 1_000 })
    const tags = { 'mlflow.parentRunId': parent }
    await log.run(experiment_id, 'run 1', { tags, start_time: 3_000 })
    await log.run(experiment_id, 'run 2', { tags, start_time: 2_000, metrics: [{ key: 'auc', value: 0.9 }] })
    const page = await stage().open(`/experiments/${experiment_id}`)
    await page.getByText('3 runs').waitFor()
    expect(await names(page)).toEqual([])
    await page.getByRole('button', { name: '2 child runs' }).click()
    await expect.poll(() => names(page)).toEqual(['run 1', 'run 2'])
    expect(await page.locator('[role=row][aria-level="2"]').count()).toBe(2)

    const again = await stage().open(page.url().split('#')[1] ?? '')
    await expect.poll(() => names(again)).toEqual(['run 1', 'run 2'])
    // A child that matches where its parent does not is on top.
    const box = again.getByRole('combobox', { name: 'Filter runs' })
    await box.fill('metrics.auc > 0.5')
    await box.press('Enter')
    await expect.poll(() => names(again)).toEqual(['run 2'])
    await again.getByText('1 run', { exact: true }).waitFor()

    await log.run(experiment_id, 'run 3', { tags, start_time: 4_000 })
    await expect.poll(() => names(page)).toEqual(['run 3', 'run 1', 'run 2'])
    await page.getByRole('button', { name: '3 child runs' }).click()
    await expect.poll(() => names(page)).toEqual([])
  })

  test('fetches only the columns that are shown, whatever the runs hold', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('wide')
    const many = Array.from({ length: 300 }, (_, i) => ({ key: `layer ${i}/weight`, value: i }))
    const params = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`p${i}`, `${i} ${'x'.repeat(400)}`]),
    )
    await log.runs(experiment_id, 20, (i) => ({ metrics: [...many, { key: 'auc', value: i / 100 }], params }))
    const page = await stage().open('/experiments')
    const sizes: number[] = []
    page.on('response', async (response) => {
      if (!response.url().includes('runs/')) return
      // One that was under way when the page went elsewhere has no body.
      const body = await response.body().catch(() => undefined)
      if (body) sizes.push(body.length)
    })
    await page.goto(`${page.url().split('#')[0]}#/experiments/${experiment_id}`)
    await page.getByRole('link', { name: 'run 7', exact: true }).waitFor()
    // All of their params are 700 KB.
    expect(Math.max(...sizes)).toBeLessThan(60_000)
    await page.getByRole('button', { name: 'Columns' }).click()
    const dialog = page.getByRole('dialog', { name: 'Columns' })
    await dialog.getByRole('textbox', { name: 'Search columns' }).fill('layer 250')
    await dialog.getByRole('checkbox', { name: 'layer 250/weight' }).check()
    await page.getByRole('gridcell', { name: '250', exact: true }).first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('radio', { name: 'Charts' }).check()
    await page.getByRole('textbox', { name: 'Search metrics' }).fill('layer 299/')
    await page.getByRole('img', { name: 'layer 299/weight of 20 runs' }).waitFor()
  })
})
