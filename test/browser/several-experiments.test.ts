import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findBarriers } from './support/find-barriers.ts'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

describePage('the runs of several experiments', (stage) => {
  let scoring: string
  let churn: string
  let other: string

  beforeAll(async () => {
    const { log } = stage()
    scoring = await log.experiment('scoring')
    churn = await log.experiment('churn')
    await log.experiment('fraud')
    await log.run(scoring, 'first run', { metrics: curve('loss', 9), params: { depth: '7' } })
    other = await log.run(churn, 'other run', { metrics: curve('loss', 9), params: { depth: '9' } })
  })

  const placeOf = (page: Page) => page.url().split('#')[1] ?? ''
  const both = () => `/experiments/${scoring},${churn}`
  const runs = async (page: Page) => {
    await page.getByRole('link', { name: 'first run' }).waitFor()
    await page.getByRole('link', { name: 'other run' }).waitFor()
  }

  test('are one table, where MLflow’s link to them leads', async () => {
    const page = await stage().open(
      `/compare-experiments/s?experiments=["${churn}","${scoring}"]&searchFilter=metrics.loss%20>%200`,
    )
    await runs(page)
    expect(placeOf(page)).toContain(both())
    expect(placeOf(page)).toContain('filter=metrics.loss')
    await page.getByRole('heading', { name: 'scoring, churn' }).waitFor()
    const row = page.getByRole('row', { name: 'other run' })
    await row.getByRole('gridcell', { name: 'churn', exact: true }).waitFor()
    expect(await findBarriers(page)).toEqual([])
  })

  test('are chosen on the page itself, and left again', async () => {
    const page = await stage().open(`/experiments/${scoring}?sort=-metrics.loss`)
    await page.getByRole('link', { name: 'first run' }).waitFor()
    expect(await page.getByRole('columnheader', { name: 'Experiment' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Experiments', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Experiments' })
    expect(await dialog.getByRole('checkbox', { name: 'scoring' }).isDisabled()).toBe(true)
    await dialog.getByRole('checkbox', { name: 'churn' }).check()
    await runs(page)
    expect(placeOf(page)).toBe(`${both()}?sort=-metrics.loss`)
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('checkbox', { name: 'scoring' }).uncheck()
    await page.getByRole('link', { name: 'first run' }).waitFor({ state: 'detached' })
    expect(placeOf(page)).toContain(`/experiments/${churn}?`)
  })

  test('lead each to its own experiment, by link and by key', async () => {
    const page = await stage().open(both())
    await runs(page)
    const link = page.getByRole('link', { name: 'other run' })
    expect(await link.getAttribute('href')).toBe(`#/experiments/${churn}/runs/${other}`)
    await page.getByRole('row', { name: 'other run' }).click({ position: { x: 400, y: 10 } })
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'other run' }).waitFor()
    await expect.poll(() => placeOf(page)).toContain(`/experiments/${churn}/runs/${other}`)
  })

  test('come in live, and are drawn together', async () => {
    const page = await stage().open(both())
    await runs(page)
    await stage().log.run(churn, 'late run', { metrics: curve('loss', 5) })
    await page.getByRole('link', { name: 'late run' }).waitFor()
    await page.getByRole('radio', { name: 'Charts' }).check()
    await page.getByRole('img', { name: 'loss of 3 runs' }).waitFor()
  })

  test('have views that each of them offers, and that lead back to all', async () => {
    const page = await stage().open(`${both()}?filter=metrics.loss > 0`)
    await runs(page)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('textbox', { name: 'Name of this view' }).fill('with a loss')
    await page.getByRole('button', { name: 'Save view' }).click()
    const view = page.getByRole('button', { name: /^with a loss/ })
    await view.waitFor()
    expect(await view.count()).toBe(1)

    const alone = await stage().open(`/experiments/${churn}`)
    await alone.getByRole('button', { name: 'Views' }).click()
    await alone.getByRole('button', { name: /^with a loss/ }).click()
    await runs(alone)
    expect(placeOf(alone)).toContain(both())

    await page.getByRole('button', { name: 'Remove the view with a loss' }).click()
    await view.waitFor({ state: 'detached' })
    const again = await stage().open(`/experiments/${scoring}`)
    await again.getByRole('button', { name: 'Views' }).click()
    await again.getByText('Save the filter, order, columns').waitFor()
  })

  test('have a note where they are of one experiment', async () => {
    const page = await stage().open(`/experiments/${scoring}`)
    const turn = page.getByRole('button', { name: 'Note of the experiment' })
    await turn.click()
    await page.getByRole('textbox', { name: 'Note (Markdown)' }).fill('Who **repays**?')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('repays').and(page.locator('strong')).waitFor()
    expect(await findBarriers(page)).toEqual([])

    expect(placeOf(page)).toContain('note=shown')
    await page.reload()
    await page.getByText('repays').and(page.locator('strong')).waitFor()

    const again = await stage().open(`/experiments/${scoring}`)
    await again.getByText('repays').waitFor()
    await again.getByRole('button', { name: 'Note of the experiment' }).click()
    await again.getByText('repays').waitFor({ state: 'detached' })
    await again.getByRole('button', { name: 'Note of the experiment' }).click()
    await again.getByRole('button', { name: 'Edit note' }).click()
    await again.getByRole('textbox', { name: 'Note (Markdown)' }).fill('')
    await again.getByRole('button', { name: 'Save' }).click()
    await again.getByRole('region', { name: 'Note of the experiment' }).waitFor({ state: 'detached' })
    await again.reload()
    await again.getByRole('link', { name: 'first run' }).waitFor()
    expect(await again.getByRole('region', { name: 'Note of the experiment' }).count()).toBe(0)

    const several = await stage().open(both())
    await runs(several)
    expect(await several.getByRole('button', { name: 'Note of the experiment' }).count()).toBe(0)
  })
})
