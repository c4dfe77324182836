import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { curve } from './support/logger.ts'
import { logPrompt } from './support/registry.ts'
import { describePage } from './support/stage.ts'
import { walkByTab } from './support/walk-by-tab.ts'

describePage('the keyboard', (stage) => {
  let experiment_id: string
  let run_id: string

  beforeAll(async () => {
    const { log } = stage()
    experiment_id = await log.experiment('scoring')
    await log.run(experiment_id, 'earlier')
    run_id = await log.run(experiment_id, 'first run', {
      metrics: [...curve('loss', 20), { key: 'auc', value: 0.5 }],
      params: { model: 'gbdt' },
      tags: { 'mlflow.note.content': 'A [link](https://example.org)', team: 'risk' },
    })
    await logPrompt(log, 'greeting', ['Greet {{name}}', 'Greet {{name}} warmly'])
    await log.artifact(experiment_id, run_id, 'plots/scores.csv', 'id,score\n1,0.5\n')
  })

  const hasFocus = (control: Locator) =>
    control.and(control.page().locator(':focus')).waitFor({ timeout: 5_000 })

  test.each([
    ['', 'scoring'],
    ['/prompts/greeting', 'Use this version'],
    ['/settings', 'Keys'],
    ['/webhooks', 'No webhooks yet'],
    ['/experiments/ID', 'auc'],
    ['/experiments/ID/runs/RUN', 'team'],
    ['/experiments/ID/runs/RUN/model-metrics', 'loss'],
    ['/experiments/ID/runs/RUN/artifacts/plots/scores.csv', 'score'],
  ])('reaches every control of #%s, and shows where it is', async (place, text) => {
    const page = await stage().open(place.replace('ID', experiment_id).replace('RUN', run_id))
    await page.getByText(text, { exact: true }).first().waitFor()
    expect(await walkByTab(page)).toEqual({ unreached: [], unmarked: [] })
  })

  test('skips to the content', async () => {
    const page = await stage().open('')
    await page.getByRole('link', { name: 'scoring' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await hasFocus(page.getByRole('main'))
    await page.keyboard.press('Tab')
    await hasFocus(page.getByRole('button', { name: 'New experiment' }))
  })

  test('opens a menu, walks it, and leaves it with Escape where it began', async () => {
    const page = await stage().open('')
    const menu = page.getByRole('button', { name: 'Actions for scoring' })
    await menu.press('Enter')
    await hasFocus(page.getByRole('menuitem', { name: 'Rename' }))
    await page.keyboard.press('ArrowDown')
    await hasFocus(page.getByRole('menuitem', { name: 'Tags' }))
    await page.keyboard.press('ArrowDown')
    await hasFocus(page.getByRole('menuitem', { name: 'Delete' }))
    await page.keyboard.press('ArrowDown')
    await hasFocus(page.getByRole('menuitem', { name: 'Rename' }))
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await hasFocus(menu)
  })

  test.each([
    ['Escape', async (dialog: Locator) => dialog.press('Escape')],
    ['Cancel', async (dialog: Locator) => dialog.getByRole('button', { name: 'Cancel' }).press('Enter')],
    ['Close', async (dialog: Locator) => dialog.getByRole('button', { name: 'Close' }).press('Enter')],
    [
      'Save',
      async (dialog: Locator) => {
        await dialog.getByRole('textbox', { name: 'Name' }).fill(`renamed at ${Date.now()}`)
        await dialog.getByRole('button', { name: 'Save' }).press('Enter')
      },
    ],
  ])('leaves a dialog with %s to where it began', async (_, leave) => {
    const page = await stage().open(`/experiments/${experiment_id}/runs/${run_id}`)
    const menu = page.getByRole('button', { name: 'Actions' })
    await menu.press('Enter')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Rename run' })
    await dialog.waitFor()
    expect((await walkByTab(page)).unreached).toEqual([])
    await leave(dialog)
    await dialog.waitFor({ state: 'hidden' })
    await hasFocus(menu)
  })

  test('leaves the columns with Escape to where they began', async () => {
    const page = await stage().open(`/experiments/${experiment_id}`)
    const columns = page.getByRole('button', { name: 'Columns' })
    await columns.press('Enter')
    await hasFocus(page.getByRole('textbox', { name: 'Search columns' }))
    await page.getByRole('checkbox', { name: 'Status' }).press('Space')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await hasFocus(columns)
  })

  test('keeps the focus when the note is saved or left', async () => {
    const page = await stage().open(`/experiments/${experiment_id}/runs/${run_id}`)
    const edit = page.getByRole('button', { name: 'Edit note' })
    await edit.press('Enter')
    await hasFocus(page.getByRole('textbox', { name: 'Note (Markdown)' }))
    await page.keyboard.press('Escape')
    await hasFocus(edit)
  })

  test('walks the runs and opens one', async () => {
    const page = await stage().open(`/experiments/${experiment_id}`)
    await page.getByRole('link', { name: 'earlier' }).waitFor()
    await page.keyboard.press('j')
    await hasFocus(page.getByRole('treegrid'))
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'earlier' }).waitFor()
  })
})
