import { expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

describePage('metric charts', (stage) => {
  const runWithCurve = async (name: string) => {
    const { log } = stage()
    const experiment_id = await log.experiment(name)
    const run_id = await log.run(experiment_id, 'training', {
      metrics: [...curve('loss', 50), { key: 'auc', value: 0.5 }, { key: 'odd', value: 'NaN' }],
    })
    return { run_id, place: `/experiments/${experiment_id}/runs/${run_id}/model-metrics` }
  }

  test('grow while the run logs', async () => {
    const { run_id, place } = await runWithCurve('growing')
    const page = await stage().open(place)
    await page.getByRole('img', { name: 'loss: 50 points, latest 0.49' }).waitFor()
    await stage().log.batch(run_id, { metrics: curve('loss', 10, 50) })
    await page.getByRole('img', { name: 'loss: 60 points, latest 0.59' }).waitFor()
    await stage().log.batch(run_id, { metrics: curve('recall', 3) })
    await page.getByRole('img', { name: 'recall: 3 points, latest 0.02' }).waitFor()
  })

  test('are also a table', async () => {
    const { place } = await runWithCurve('as a table')
    const page = await stage().open(place)
    const card = page.getByRole('region', { name: 'loss' })
    await card.getByRole('button', { name: 'Show as table' }).click()
    await card.getByRole('row', { name: /^49 0\.49$/ }).waitFor()
    await card.getByRole('button', { name: 'Show as chart' }).click()
    await card.getByRole('img').waitFor()
  })

  test('are curves first, then bars of what is one value', async () => {
    const { place } = await runWithCurve('single values')
    const page = await stage().open(place)
    await page.getByRole('img', { name: 'auc: 1 point, latest 0.5' }).waitFor()
    expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['loss', 'auc', 'odd'])
  })

  test('are searched and scaled; the address reproduces it', async () => {
    const { place } = await runWithCurve('searched')
    const page = await stage().open(place)
    await page.getByRole('textbox', { name: 'Search metrics' }).fill('lo')
    await page.getByRole('radio', { name: 'Logarithmic' }).check()
    await page.getByRole('radio', { name: 'Elapsed' }).check()
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('img', { name: /^loss: 50 points/ }).waitFor()
    expect(await again.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['loss'])
    expect(await again.getByRole('radio', { name: 'Logarithmic' }).isChecked()).toBe(true)
    expect(await again.getByRole('radio', { name: 'Elapsed' }).isChecked()).toBe(true)
  })

  test('stand on times that no calendar has', async () => {
    const { log } = stage()
    const experiment_id = await log.experiment('nanoseconds')
    const metrics = curve('loss', 5).map((point) => ({
      ...point,
      timestamp: 1.7e18 + (point.step ?? 0) * 1e9,
    }))
    const run_id = await log.run(experiment_id, 'training', { metrics })
    const page = await stage().open(`/experiments/${experiment_id}/runs/${run_id}/model-metrics?axis=time`)
    await page.getByRole('img', { name: /^loss: 5 points/ }).waitFor()
    await page.getByRole('button', { name: 'Show as table' }).click()
    await page.getByRole('cell', { name: '1700000000000000000' }).waitFor()
  })
})
