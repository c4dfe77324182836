import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

const SVG = (color: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="${color}"/></svg>`

const DRAWN = { Scatter: 3, 'Parallel axes': 3, Contour: 3, 'Box plot': 3 }

describePage('compared runs', (stage) => {
  let runs: string[]
  let place: string

  beforeAll(async () => {
    const { log } = stage()
    const experiment = await log.experiment('here')
    const elsewhere = await log.experiment('elsewhere')
    runs = []
    for (const [index, id] of [experiment, experiment, elsewhere].entries()) {
      const run = await log.run(id, `run ${index}`, {
        params: { model: 'gbdt', depth: String(4 + index) },
        metrics: [...curve('loss', 4), { key: 'auc', value: 0.5 + index / 4 }],
        tags: { team: 'risk' },
      })
      await log.artifact(id, run, 'notes.txt', `same\nonly of ${index}\n`)
      await log.artifact(id, run, 'scores.csv', `id,score\n1,0.${index}\n`)
      await log.artifact(id, run, 'plots/roc.svg', SVG(index ? 'red' : 'green'))
      runs.push(run)
    }
    place = `/compare-runs?${runs.map((id) => `runs=${id}`).join('&')}`
  })

  const rows = (page: Page) => page.getByRole('rowheader').allInnerTexts()

  test("are reached by MLflow's own link, from several experiments", async () => {
    const link = `/compare-runs?runs=${encodeURIComponent(JSON.stringify(runs))}&experiments=["0"]`
    const page = await stage().open(link)
    await page.getByRole('heading', { name: '3 runs compared' }).waitFor()
    for (const name of ['run 0', 'run 1', 'run 2']) await page.getByRole('link', { name }).waitFor()
    expect(await rows(page)).toEqual([
      'Metrics',
      'auc',
      'loss',
      'Parameters',
      'depth',
      'model',
      'Tags',
      'team',
    ])
  })

  test('show only where they differ, and how far from a baseline; the address reproduces it', async () => {
    const page = await stage().open(place)
    await page.getByRole('checkbox', { name: 'Only differences' }).check()
    await expect.poll(() => rows(page)).toEqual(['Metrics', 'auc', 'Parameters', 'depth'])
    await page.getByRole('combobox', { name: 'Baseline' }).selectOption({ label: 'run 0' })
    await page.getByRole('cell', { name: /^0\.75 ?\+0\.25 \(\+50%\)$/ }).waitFor()
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('cell', { name: /^1 ?\+0\.5 \(\+100%\)$/ }).waitFor()
  })

  test.each(Object.entries(DRAWN))('are drawn as: %s', async (view, count) => {
    const page = await stage().open(place)
    await page.getByRole('button', { name: view }).click()
    await page.getByRole('img', { name: new RegExp(`of ${count} runs$`) }).waitFor()
    await page.getByRole('button', { name: 'Show as table' }).click()
    expect(await page.getByRole('row').count()).toBe(1 + count)
  })

  test('have their curves in charts', async () => {
    const page = await stage().open(`${place}&as=curves`)
    await page.getByRole('img', { name: 'loss of 3 runs' }).waitFor()
  })

  test('have their files side by side', async () => {
    const page = await stage().open(`${place}&as=artifacts`)
    await page.getByRole('button', { name: 'notes.txt' }).click()
    const diff = page.getByRole('region', { name: 'Differences' })
    await diff.getByRole('deletion').filter({ hasText: 'only of 0' }).waitFor()
    await diff.getByRole('insertion').filter({ hasText: 'only of 1' }).waitFor()
    await page.getByRole('button', { name: 'scores.csv' }).click()
    await page.getByText('1 cell differs').waitFor()
    await page.getByRole('combobox', { name: 'Right' }).selectOption({ label: 'run 2' })
    await page.getByRole('insertion').filter({ hasText: '0.2' }).waitFor()
    await page.getByRole('button', { name: 'plots' }).click()
    await page.getByRole('button', { name: 'roc.svg' }).click()
    await page.getByRole('slider', { name: 'How much of the right image is seen' }).press('ArrowLeft')
    for (const name of ['run 0', 'run 2']) await page.getByRole('img', { name: `Image ${name}` }).waitFor()
  })

  test('say so where one is gone', async () => {
    const page = await stage().open(`${place}&runs=${'0'.repeat(32)}`)
    await page.getByText('1 run is not there any more').waitFor()
    await page.getByRole('link', { name: 'run 2' }).waitFor()
    // The server's answer that there is no such run.
    stage().takeErrors()
  })

  test('may be hundreds: only those in view are there', async () => {
    const { log } = stage()
    const experiment = await log.experiment('hundreds')
    const ids: string[] = []
    for (let index = 0; index < 150; index++)
      ids.push(await log.run(experiment, `run ${index}`, { params: { index: String(index) } }))
    const page = await stage().open(`/compare-runs?${ids.map((id) => `runs=${id}`).join('&')}`)
    await page.getByRole('heading', { name: '150 runs compared' }).waitFor()
    await page.getByRole('link', { name: 'run 0', exact: true }).waitFor()
    expect(await page.getByRole('columnheader').count()).toBeLessThan(20)
    await page.getByRole('table').evaluate((table) => table.scrollTo({ left: table.scrollWidth }))
    await page.getByRole('link', { name: 'run 149', exact: true }).waitFor()
  })

  test('speak Bulgarian', async () => {
    const page = await stage().open(place, { locale: 'bg-BG' })
    await page.getByRole('heading', { name: 'Сравняват се 3 изпълнения' }).waitFor()
    await page.getByRole('checkbox', { name: 'Само разликите' }).check()
    await page.getByRole('button', { name: 'Успоредни оси' }).click()
    await page.getByRole('img', { name: /на 3 изпълнения$/ }).waitFor()
  })
})
