import { beforeAll, expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { logModel } from './support/registry.ts'
import { describePage } from './support/stage.ts'

describePage(
  'when something fails',
  (stage) => {
    beforeAll(async () => {
      await logModel(stage().log, await stage().log.experiment('scoring'), 'credit-scoring')
    })

    test('the code and the request are told, as the log of the server has them', async () => {
      const page = await stage().open('/models/unknown')
      const told = page.getByRole('alert').locator('code')
      await told.waitFor()
      const [code, id = ''] = (await told.textContent())?.split(' · ') ?? []
      expect(code).toBe('RESOURCE_DOES_NOT_EXIST')
      expect(stage().serverLog()).toContain(id)
      expect(stage().takeErrors()).not.toEqual([])
    })

    test('a panel fails alone', async () => {
      const page = await stage().open('/models')
      await page.route('**/registered-models/history?*', (route) =>
        route.fulfill({ json: { changes: [7, null] } }),
      )
      await page.getByRole('link', { name: 'credit-scoring' }).click()
      const panel = page.getByRole('region', { name: 'History' })
      await panel.getByRole('alert').getByText('Something in this page went wrong.').waitFor()
      await page.getByRole('row', { name: /Version 3/ }).waitFor()
      expect(stage().takeErrors()).not.toEqual([])
    })

    test('a page that is open while the server restarts finds it again by itself', async () => {
      const page = await stage().open('')
      await page.getByRole('link', { name: 'scoring' }).waitFor()
      await stage().restart()
      await stage().log.experiment('made after the restart')
      await page.getByRole('link', { name: 'made after the restart' }).waitFor()
      stage().takeErrors()
    })

    test('a server without a stream of events is asked again and again', async () => {
      const page = await stage().open('/settings')
      await page.route('**/millrace/events*', (route) => route.fulfill({ status: 502 }))
      await page.getByRole('link', { name: 'Experiments' }).click()
      await page.getByRole('link', { name: 'scoring' }).waitFor()
      await stage().log.experiment('found by asking')
      await page.getByRole('link', { name: 'found by asking' }).waitFor()
      await page.unroute('**/millrace/events*')
      stage().takeErrors()
    })

    test('a stream of events that a proxy holds back does not leave the page blind', async () => {
      const page = await stage().open('/settings')
      await page.route('**/millrace/events*', () => {})
      await page.getByRole('link', { name: 'Experiments' }).click()
      await page.getByRole('link', { name: 'scoring' }).waitFor()
      await stage().log.experiment('found without a stream')
      await page.getByRole('link', { name: 'found without a stream' }).waitFor()
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      stage().takeErrors()
    })

    test('what is refused is told: taking back, restoring, a colour, a zoom', async () => {
      const { log } = stage()
      const experiment = await log.experiment('refused')
      const run = await log.run(experiment, 'one run')
      for (let from = 0; from < 2000; from += 1000)
        await log.batch(run, { metrics: curve('loss', 1000, from) })
      const page = await stage().open(`/experiments/${experiment}?tab=charts`)
      const chart = page.getByRole('img', { name: /^loss/ })
      await chart.waitFor()
      const refuse = { status: 400, json: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Not today.' } }
      await page.route('**/metrics/curves', (route) => route.fulfill(refuse))
      await chart.press('+')
      await page.getByRole('alert').getByText('Not today.').waitFor()

      await page.goto(page.url().replace(/#.*/, `#/experiments/${experiment}?peek=${run}`))
      await page.route('**/runs/set-tag', (route) => route.fulfill(refuse))
      await page.getByLabel('Colour in charts').fill('#ff0000')
      await page.getByRole('status').getByText('Not today.').waitFor()

      await page.getByRole('checkbox', { name: 'Choose one run' }).check()
      await page
        .getByRole('toolbar', { name: 'Actions for the chosen runs' })
        .getByRole('button', { name: 'Delete' })
        .click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.route('**/runs/restore', (route) => route.fulfill(refuse))
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('status').getByText('Not today.').waitFor()
      stage().takeErrors()
    })
  },
  { MLFLOW_LOGGING_LEVEL: 'DEBUG' },
)
