import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findBarriers } from './support/find-barriers.ts'
import { logModel } from './support/registry.ts'
import { describePage } from './support/stage.ts'
import { walkByTab } from './support/walk-by-tab.ts'

const names = (page: Page) =>
  page.getByRole('table', { name: 'Models' }).locator('[data-row]').allInnerTexts()
const placeOf = (page: Page) => page.url().split('#')[1] ?? ''
const act = async (page: Page, menu: string, item: string) => {
  await page.getByRole('button', { name: menu, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

describePage('no models', (stage) => {
  test('are a lesson in four languages; the address reproduces it', async () => {
    const page = await stage().open('/models')
    const server = new URL(page.url()).origin
    await page.getByText(`mlflow.set_tracking_uri("${server}")`).waitFor()
    for (const [language, text] of [
      ['R', `mlflow_set_tracking_uri("${server}")`],
      ['Java', `new MlflowClient("${server}")`],
      ['TypeScript', `fetch("${server}/api/2.0/mlflow/"`],
    ] as const) {
      await page.getByRole('radio', { name: language, exact: true }).check()
      await page.getByText(text).waitFor()
    }
    const again = await stage().open(placeOf(page))
    await again.getByText(`fetch("${server}/api/2.0/mlflow/"`).waitFor()
  })
})

describePage('the models', (stage) => {
  let experiment: string
  let run: string

  beforeAll(async () => {
    const { log } = stage()
    experiment = await log.experiment('scoring')
    run = (await logModel(log, experiment, 'credit-scoring')).second
    await log.model('churn', { tags: { team: 'retail' } })
    await log.model('fraud')
  })

  test('are searched while typing, filtered and sorted; the address reproduces it', async () => {
    const page = await stage().open('/models')
    await page.getByRole('link', { name: 'churn' }).waitFor()
    await expect.poll(() => names(page)).toEqual(['churn', 'credit-scoring', 'fraud'])
    await page.getByRole('row', { name: /credit-scoring.*team: risk.*Version 3.*@champion → 2/ }).waitFor()
    await page.getByRole('button', { name: 'Name' }).click()
    await page.getByRole('button', { name: 'Name' }).click()
    await expect.poll(() => names(page)).toEqual(['fraud', 'credit-scoring', 'churn'])
    const box = page.getByRole('textbox', { name: 'Search models' })
    await box.pressSequentially('c', { delay: 30 })
    await expect.poll(() => names(page)).toEqual(['credit-scoring', 'churn'])
    await box.fill("tags.team = '")
    await page.getByText(/^Invalid/).waitFor()
    expect(await names(page)).toEqual(['credit-scoring', 'churn'])
    await box.fill("tags.team = 'retail'")
    await expect.poll(() => names(page)).toEqual(['churn'])
    const again = await stage().open(placeOf(page))
    await expect.poll(() => names(again)).toEqual(['churn'])
  })

  test('are walked by keyboard', async () => {
    const page = await stage().open('/models')
    await page.getByRole('link', { name: 'churn' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    await page.getByRole('link', { name: 'credit-scoring' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'credit-scoring' }).waitFor()
    await page.goBack()
    await page.keyboard.press('/')
    await page.keyboard.type('frau')
    await expect.poll(() => names(page)).toEqual(['fraud'])
  })

  test.each([
    ['/models', 'churn'],
    ['/models/credit-scoring?v=1&v=2', 'Compare 2'],
    ['/models/credit-scoring/versions/3', 'income'],
    ['/models/credit-scoring/compare?v=1&v=2', 'depth'],
  ])('have no control on #%s that the keyboard does not reach', async (place, text) => {
    const page = await stage().open(place)
    await page.getByText(text, { exact: true }).first().waitFor()
    expect(await walkByTab(page)).toEqual({ unreached: [], unmarked: [] })
  })

  test('are made, described, tagged, renamed and deleted', async () => {
    const page = await stage().open('/models')
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'New model' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('churn')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog
      .getByRole('alert')
      .getByText(/already exists/)
      .waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('limits & more')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { name: 'limits & more' }).waitFor()

    await page.getByRole('button', { name: 'Add a note' }).click()
    await page.getByRole('textbox', { name: 'Note (Markdown)' }).fill('Of **cards**')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('strong').getByText('cards').waitFor()
    await page.getByRole('button', { name: 'Add a tag' }).click()
    await dialog.getByRole('textbox', { name: 'Key' }).fill('team')
    await dialog.getByRole('textbox', { name: 'Value' }).fill('cards')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'team cards' }).waitFor()

    await act(page, 'Actions', 'Rename')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('limits')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: /^limits Copy/ }).waitFor()
    expect(placeOf(page)).toBe('/models/limits')
    await page.getByRole('button', { name: 'team cards' }).waitFor()

    await act(page, 'Actions', 'Delete')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('“limits” was deleted').waitFor()
    await expect.poll(() => names(page)).toEqual(['churn', 'credit-scoring', 'fraud'])
  })

  test('have versions whose aliases move, whose stages change, and that are deleted', async () => {
    const { log } = stage()
    await logModel(log, experiment, 'pricing')
    const page = await stage().open('/models/pricing')
    const dialog = page.getByRole('dialog')
    const row = (version: number) => page.getByRole('row', { name: new RegExp(`Version ${version} `) })
    await row(2).getByText('Production').waitFor()

    await act(page, 'Actions for Version 3', 'Edit aliases')
    await dialog.getByRole('textbox', { name: 'Aliases' }).fill('challenger champion')
    await dialog.getByText('@champion moves here from version 2.').waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row(3).getByText('@champion').waitFor()
    await row(2).getByText('@champion').waitFor({ state: 'detached' })
    await row(3).getByText('@shadow').waitFor({ state: 'detached' })

    await act(page, 'Actions for Version 3', 'Change stage')
    await dialog.getByRole('combobox', { name: 'Stage' }).selectOption('Production')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await row(3).getByText('Production').waitFor()
    await row(2).getByText('Archived').waitFor()

    await act(page, 'Actions for Version 3', 'Delete')
    await dialog.getByText('These 2 aliases stop working:').waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Version 3 of “pricing” was deleted').waitFor()
    await row(3).waitFor({ state: 'detached' })
    await page.getByText('No aliases').waitFor()
  })

  test('leave the version that was deleted for its model', async () => {
    const { log } = stage()
    await log.model('short-lived')
    await log.version('short-lived', run, { aliases: ['only'] })
    const page = await stage().open('/models/short-lived/versions/1')
    await act(page, 'Actions', 'Delete')
    await page.getByRole('dialog').getByText('This alias stops working:').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No versions yet').waitFor()
    expect(placeOf(page)).toBe('/models/short-lived')
  })

  test('are compared by the runs of their versions; the address reproduces it', async () => {
    const page = await stage().open('/models/credit-scoring')
    for (const version of [3, 1])
      await page.getByRole('checkbox', { name: `Choose version ${version}` }).check()
    await page.getByRole('link', { name: 'Compare 2' }).click()
    const table = page.getByRole('region', { name: 'Compare versions' })
    await table.getByRole('row', { name: 'auc 0.89 0.85' }).waitFor()
    await table.getByRole('row', { name: 'model gbdt gbdt' }).waitFor()
    await page.getByRole('checkbox', { name: 'Only differences' }).check()
    await table.getByRole('row', { name: 'model gbdt gbdt' }).waitFor({ state: 'detached' })
    const again = await stage().open(placeOf(page))
    await again.getByRole('row', { name: 'depth 9 5' }).waitFor()
    expect(await again.getByRole('row', { name: 'model gbdt gbdt' }).count()).toBe(0)
  })

  test('tell of a version its schema, how to load it, and its run', async () => {
    const page = await stage().open('/models')
    await page.getByRole('link', { name: 'credit-scoring' }).click()
    await page.getByRole('link', { name: 'Version 2' }).first().click()
    await page.getByRole('row', { name: 'income double yes' }).waitFor()
    await page.getByRole('row', { name: 'threshold double 0.5' }).waitFor()
    await page.getByText('models:/credit-scoring@champion').waitFor()
    await page.getByRole('radio', { name: 'Java' }).check()
    await page.getByText('client.downloadModelVersion("credit-scoring", "2")').waitFor()
    expect(placeOf(page)).toBe('/models/credit-scoring/versions/2?lang=java')
    await page.getByRole('definition').getByRole('link', { name: 'depth 7' }).click()
    await page.getByRole('row', { name: 'depth 7' }).waitFor()
    await expect.poll(() => placeOf(page)).toBe(`/experiments/${experiment}/runs/${run}`)
  })

  test('are used by what can run them: one in JavaScript by no Python', async () => {
    const { log } = stage()
    const from = await log.run(experiment, 'in JavaScript')
    const fields = '[{"type": "double", "name": "age", "required": true}]'
    const mlmodel = `flavors:\n  javascript:\n    module: main.js\nsignature:\n  inputs: '${fields}'\n`
    await log.artifact(experiment, from, 'model/MLmodel', mlmodel)
    await log.model('doubler')
    await log.version('doubler', from, { aliases: ['champion'] })
    const page = await stage().open('/models/doubler/versions/1?lang=python')
    await page.getByText('client.artifacts.read({ name: "doubler", version: "1" }, "main.js")').waitFor()
    const languages = page.getByRole('group', { name: 'Programming language' })
    expect(await languages.locator('label').allInnerTexts()).toEqual(['TypeScript', 'Java', 'REST', 'CLI'])
    await languages.getByRole('radio', { name: 'REST' }).check()
    await page.getByText("millrace models serve -m 'models:/doubler@champion'").waitFor()
    await page.getByText('{"dataframe_records": [{"age":0.5}]}').waitFor()
    expect(placeOf(page)).toBe('/models/doubler/versions/1?lang=rest')
  })

  test('are asked about on a day as the page’s language writes it', async () => {
    const page = await stage().open('/models/credit-scoring?alias=champion', { locale: 'bg-BG' })
    const day = page.getByPlaceholder('дд.мм.гггг')
    await day.fill('31.02.2026')
    await page.getByText('Ден във вида дд.мм.гггг').waitFor()
    expect(placeOf(page)).toBe('/models/credit-scoring?alias=champion')
    await day.fill('15.3.2026')
    await expect.poll(() => placeOf(page)).toContain('at=2026-03-15')
    await expect.poll(() => day.inputValue()).toBe('15.03.2026')
  })

  test('are registered from a run, under a new name and one that is there', async () => {
    const { log } = stage()
    const from = await log.run(experiment, 'forest')
    await log.loggedModel(experiment, 'trees', from)
    const place = `/experiments/${experiment}/runs/${from}`
    for (const [version, hint] of [
      ['1', 'A new model is made.'],
      ['2', 'It becomes the next version of this model.'],
    ] as const) {
      const page = await stage().open(place)
      await page.getByRole('button', { name: 'Register model' }).click()
      const dialog = page.getByRole('dialog', { name: 'Register model' })
      await dialog.getByRole('combobox', { name: 'Name in the registry' }).fill('forest')
      await dialog.getByText(hint).waitFor()
      await dialog.getByRole('button', { name: 'Register' }).click()
      await page.getByRole('heading', { name: `Version ${version}` }).waitFor()
      expect(placeOf(page)).toBe(`/models/forest/versions/${version}`)
      await page.close()
    }
    const page = await stage().open(place)
    await page.getByRole('link', { name: 'forest · Version 2' }).waitFor()
    // Nothing was logged into the model: there is no MLmodel to read. A page may be closed before it was told.
    for (const error of stage().takeErrors()) expect(error).toContain('404')
  })

  test('keep what was changed, and answer which version an alias named', async () => {
    const page = await stage().open('/models/credit-scoring')
    await page.getByRole('listitem').filter({ hasText: '@champion set to version 2' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Stage of version 2: None → Production' }).waitFor()
    const today = new Date().toISOString().slice(0, 10)
    await page.getByRole('combobox', { name: 'Alias' }).fill('champion')
    await page.getByLabel('At the end of (UTC)').fill(today)
    await page.getByText('@champion was version 2.').waitFor()
    const again = await stage().open(placeOf(page))
    await again.getByText('@champion was version 2.').waitFor()
    await again.getByLabel('At the end of (UTC)').fill('2020-03-03')
    await again.getByText('@champion named no version.').waitFor()
  })

  test('lead from a version to its run, code, environment and data, and to what else came of these', async () => {
    const page = await stage().open('/models/credit-scoring/versions/1')
    const origin = page.getByRole('region', { name: 'Where it came from' })
    await origin.getByRole('link', { name: 'sweep' }).waitFor()
    await origin.getByText('train.py').waitFor()
    await origin.getByText('requirements.txt').click()
    await origin.getByText('scikit-learn==1.7.2').waitFor()
    await origin.getByText('2026-q5').waitFor()
    await origin.getByText('Versions that came of it').click()
    await origin.getByRole('link', { name: 'credit-scoring · Version 1' }).waitFor()
    await origin.getByRole('link', { name: 'depth 5' }).click()
    await page.getByRole('row', { name: 'depth 5' }).waitFor()
  })

  test('logged by a client are found where it says they are, and are registered there', async () => {
    const { log } = stage()
    const model = await log.loggedModel(experiment, 'tree', run)
    const page = await stage().open(`/experiments/${experiment}/models/${model}`)
    await page.getByRole('heading', { name: 'tree', level: 1 }).waitFor()
    await page.getByText(`mlflow.pyfunc.load_model("models:/${model}")`).waitFor()
    await page.getByRole('link', { name: 'depth 7' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Register model' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Register model' })
    await dialog.getByRole('combobox', { name: 'Name in the registry' }).fill('trees')
    await dialog.getByRole('button', { name: 'Register' }).press('Enter')
    await page.getByRole('heading', { name: 'Version 1' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'trees · Version 1' }).waitFor()
    await page.getByRole('link', { name: 'Artifacts' }).press('Enter')
    await page.getByText('No artifacts yet').waitFor()
    // Nothing was logged into the model: there is no MLmodel to read.
    for (const error of stage().takeErrors()) expect(error).toContain('404')
  })

  test('speak Bulgarian', async () => {
    const page = await stage().open('/models/credit-scoring', { locale: 'bg-BG' })
    await page.getByRole('heading', { name: 'Версии' }).waitFor()
    await page.getByRole('row', { name: /Версия 2 .*@champion.*Производство/ }).waitFor()
    await page.getByRole('link', { name: 'Модели' }).first().click()
    await page.getByRole('textbox', { name: 'Търсене на модел' }).waitFor()
  })

  test('say so when one of them is not there', async () => {
    const page = await stage().open('/models/unknown')
    await page.getByRole('alert').getByText('Registered Model with name=unknown not found').waitFor()
    expect(stage().takeErrors()).not.toEqual([])
  })
})
