import { beforeAll, expect, test } from 'vitest'
import { findBarriers } from './support/find-barriers.ts'
import { logPrompt } from './support/registry.ts'
import { describePage } from './support/stage.ts'

describePage('the commands', (stage) => {
  let run: string

  beforeAll(async () => {
    const { log } = stage()
    run = await log.run(await log.experiment('credit scoring'), 'first run')
    await log.model('churn')
    await logPrompt(log, 'greeting', ['Hello {{name}}'])
  })

  test.each([
    ['cre', 'credit scoring', 'credit scoring'],
    ['chur', 'churn', 'churn'],
    ['greet', 'greeting', 'greeting'],
    ['sett', 'Settings', 'Settings'],
  ])('%s leads to %s', async (typed, option, heading) => {
    const page = await stage().open('')
    await page.getByRole('link', { name: 'credit scoring' }).waitFor()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Where to, or what to do' })
    await field.pressSequentially(typed)
    await page.getByRole('option', { name: option, selected: true }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    await field.waitFor({ state: 'detached' })
  })

  test('the id of a run leads to it; the arrows choose an action that is done', async () => {
    const page = await stage().open('/models')
    await page.getByRole('link', { name: 'churn' }).waitFor()
    await page.getByRole('button', { name: 'Search or go to' }).press('Enter')
    await page.getByRole('combobox').fill(run)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'first run' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('theme')
    await page.getByRole('option', { name: 'Theme: Dark', selected: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('light')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('new exp')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'New experiment' }).waitFor()
  })

  test('what matches nothing says so, and Escape leaves', async () => {
    const page = await stage().open('')
    await page.getByRole('link', { name: 'credit scoring' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('zzzz')
    await page.getByRole('dialog').getByText('Nothing matches').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('the keys are told of, in Bulgarian too', async () => {
    const page = await stage().open('/settings', { locale: 'bg-BG' })
    await page.getByRole('heading', { name: 'Настройки' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Клавиши' }).getByText('Търсене или филтър').waitFor()
  })

  test('the settings change the page, and are kept', async () => {
    const page = await stage().open('/settings', { viewport: { width: 390, height: 844 } })
    await page.getByRole('radio', { name: 'Compact' }).check()
    await page.getByRole('radio', { name: 'Български' }).check()
    await page.getByRole('heading', { name: 'Настройки' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.goto(`${page.url().split('#')[0]}#/models`)
    const row = page.getByRole('row').filter({ hasText: 'churn' })
    await expect.poll(async () => (await row.boundingBox())?.height).toBe(34)
  })
})
