import { beforeAll, expect, test } from 'vitest'
import { describePage } from './support/stage.ts'

describePage('the experiments', (stage) => {
  beforeAll(async () => {
    for (const name of ['fraud', 'scoring', 'churn']) await stage().log.experiment(name)
  })

  test('are searched while typing, and sorted; the address reproduces it', async () => {
    const page = await stage().open('')
    const rows = (of = page) => of.getByRole('table').getByRole('link').allInnerTexts()
    const box = page.getByRole('textbox', { name: 'Search experiments' })
    await box.pressSequentially('r', { delay: 50 })
    await expect.poll(() => rows()).toHaveLength(3)
    await page.getByRole('button', { name: 'Name' }).click()
    await expect.poll(() => rows()).toEqual(['churn', 'fraud', 'scoring'])
    await box.focus()
    await page.keyboard.press('End')
    // Each letter after its own pause, so that the address changes between them.
    await page.keyboard.type('in', { delay: 400 })
    await expect.poll(() => rows()).toEqual(['scoring'])
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect.poll(() => rows()).toHaveLength(3)
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await expect.poll(() => rows(again)).toEqual(['churn', 'fraud', 'scoring'])
  })

  test('are made, renamed, deleted and brought back', async () => {
    const page = await stage().open('')
    const dialog = page.getByRole('dialog')
    const link = (name: string) => page.getByRole('link', { name, exact: true })
    await page.getByRole('button', { name: 'New experiment' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('fraud')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog
      .getByRole('alert')
      .getByText(/already exists/)
      .waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('limits')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await link('limits').waitFor()

    await page.getByRole('button', { name: 'Actions for limits' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('credit limits')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await link('credit limits').waitFor()

    await page.getByRole('button', { name: 'Actions for credit limits' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await link('credit limits').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await link('credit limits').waitFor()
  })

  test('lie in the folders of their names, with their runs and tags', async () => {
    const { log } = stage()
    const id = await log.experiment('risk/pd/2026')
    await log.experiment('risk/lgd')
    for (const name of ['a', 'b']) await log.run(id, name)
    const page = await stage().open('')
    await page.getByRole('row', { name: 'risk 2 experiments' }).getByRole('link').press('Enter')
    await page.getByRole('link', { name: 'lgd', exact: true }).waitFor()
    await page.getByRole('link', { name: 'pd', exact: true }).press('Enter')
    const row = page.getByRole('row', { name: /^2026 2 / })
    await row.getByRole('button', { name: 'Actions for risk/pd/2026' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Tags' }).press('Enter')
    await page
      .getByRole('dialog', { name: 'risk/pd/2026' })
      .getByRole('button', { name: 'Add a tag' })
      .click()
    const dialog = page.getByRole('dialog', { name: 'Add a tag' })
    await dialog.getByRole('textbox', { name: 'Key' }).fill('team')
    await dialog.getByRole('textbox', { name: 'Value' }).fill('risk')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /^2026 team: risk 2 / }).waitFor()
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('link', { name: '2026' }).waitFor()
    await again.getByRole('link', { name: 'risk', exact: true }).click()
    await again.getByRole('link', { name: 'lgd', exact: true }).waitFor()
  })

  test('come in without a reload', async () => {
    const page = await stage().open('')
    await page.getByRole('link', { name: 'scoring' }).waitFor()
    await stage().log.experiment('made elsewhere')
    await page.getByRole('link', { name: 'made elsewhere' }).waitFor()
  })
})
