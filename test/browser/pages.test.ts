import { beforeAll, expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { describePage } from './support/stage.ts'

describePage('the pages', (stage) => {
  let experiment_id: string
  let run_id: string

  beforeAll(async () => {
    const { log } = stage()
    experiment_id = await log.experiment('scoring')
    run_id = await log.run(experiment_id, 'first run', { params: { depth: '7' }, metrics: curve('auc', 99) })
  })

  test('lead from the experiments to a run and its values', async () => {
    const page = await stage().open('')
    await page.getByRole('link', { name: 'scoring' }).click()
    await page.getByRole('link', { name: 'first run' }).click()
    await page.getByRole('row', { name: 'depth 7' }).waitFor()
    await page.getByRole('row', { name: 'auc 0.98' }).waitFor()
    expect(page.url()).toContain(`#/experiments/${experiment_id}/runs/${run_id}`)
  })

  test('speak Bulgarian to a Bulgarian browser, and English when told to', async () => {
    const page = await stage().open('', { locale: 'bg-BG' })
    await page.getByRole('heading', { name: 'Експерименти' }).waitFor()
    await page.getByRole('button', { name: 'Език' }).click()
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Experiments' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Experiments' }).waitFor()
  })

  test('are dark where the system is, and as the reader chooses after that', async () => {
    const page = await stage().open('', { colorScheme: 'dark' })
    const brightness = async () => {
      const color = await page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
      return Number(/\d+/.exec(color)?.[0])
    }
    await page.getByRole('link', { name: 'scoring' }).waitFor()
    expect(await brightness()).toBeLessThan(40)
    const choose = async (theme: string) => {
      await page.getByRole('button', { name: 'Theme' }).click()
      await page.getByRole('menuitemradio', { name: theme }).click()
    }
    await choose('Light')
    expect(await brightness()).toBeGreaterThan(220)
    await choose('Dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.reload()
    await page.getByRole('link', { name: 'scoring' }).waitFor()
    expect(await brightness()).toBeLessThan(40)
  })

  test('are where the links of MLflow’s own page lead', async () => {
    const { log } = stage()
    const other = await log.run(experiment_id, 'second run', { metrics: curve('auc', 9) })
    const runs = encodeURIComponent(JSON.stringify([run_id, other]))
    const metric = await stage().open(`/metric?runs=${runs}&metric="auc"&experiments=["${experiment_id}"]`)
    await metric.getByRole('dialog').getByRole('img', { name: 'auc of 2 runs' }).waitFor()
    const query = 'searchFilter=metrics.auc%20%3E%200.5&orderByKey=metrics.%60auc%60&orderByAsc=true'
    for (const place of [
      `/experiments/${experiment_id}/runs?${query}`,
      `/compare-experiments/s?experiments=["${experiment_id}"]&${query}`,
    ]) {
      const page = await stage().open(place)
      await page.getByText('1 run', { exact: true }).waitFor()
      await page.locator('[aria-sort=ascending]').getByText('auc').waitFor()
    }
  })

  test('have experiments in the folders of their tags', async () => {
    const { log } = stage()
    const tagged = await log.experiment('churn')
    await log.experiment('risk/fraud')
    await log.tagExperiment(tagged, 'folder', 'risk')
    const page = await stage().open('')
    await page.getByRole('link', { name: 'risk', exact: true }).click()
    await page.getByRole('link', { name: 'fraud' }).waitFor()
    await page.getByRole('link', { name: 'churn' }).waitFor()
  })

  test('say so when one of them fails, and try again', async () => {
    const page = await stage().open(`/experiments/${experiment_id}`)
    await page.route('**/runs/get?*', (route) => route.fulfill({ json: { run: { data: { metrics: 7 } } } }))
    await page.getByRole('link', { name: 'first run' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('Something in this page went wrong.').waitFor()
    expect(stage().takeErrors()).not.toEqual([])
    // The rest of the page still stands.
    await page.getByRole('link', { name: 'Experiments' }).first().waitFor()
    await page.unroute('**/runs/get?*')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('row', { name: 'depth 7' }).waitFor()
  })

  test('ask for their data while their code is still on its way', async () => {
    const page = await stage().open('')
    const asked = page.waitForRequest('**/runs/get?*')
    await page.route('**/assets/run-page-*.js', async (route) => {
      await asked
      await route.continue()
    })
    await page.evaluate(`location.hash = '/experiments/${experiment_id}/runs/${run_id}'`)
    await page.getByRole('row', { name: 'depth 7' }).waitFor()
  })

  test('say that there is no such page', async () => {
    const page = await stage().open('/nowhere')
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  })
})
