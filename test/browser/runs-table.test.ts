import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { describePage } from './support/stage.ts'

const RUNS = 1200
const NANOSECONDS = 1.7e18
/** Far more than a window holds, far fewer than are loaded. */
const DRAWN_AT_MOST = 80

const names = (page: Page) => page.getByRole('treegrid').getByRole('link', { name: /^run / }).allInnerTexts()
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

  test('says what is wrong with a filter and keeps the last answer', async () => {
    const page = await stage().open(`/experiments/${few}`)
    const box = page.getByRole('textbox', { name: 'Filter runs' })
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
    await page.getByText('100 runs loaded, more below').waitFor()
    await table.focus()
    const last = page.getByRole('link', { name: 'run 0', exact: true })
    for (let step = 0; step < RUNS / 50 && !(await last.isVisible()); step++) {
      await table.press('End')
      await page.waitForTimeout(100)
    }
    await last.waitFor()
    await page.getByText('1,200 runs').waitFor()
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

  test('folds children below their parent', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('nested')
    const parent = await log.run(experiment_id, 'sweep')
    await log.run(experiment_id, 'run 1', { tags: { 'mlflow.parentRunId': parent } })
    const page = await stage().open(`/experiments/${experiment_id}`)
    await expect.poll(() => names(page)).toEqual(['run 1'])
    await page.getByRole('button', { name: '1 child run' }).click()
    await expect.poll(() => names(page)).toEqual([])
  })
})
