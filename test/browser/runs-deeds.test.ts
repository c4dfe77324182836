import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { describePage } from './support/stage.ts'

const table = (page: Page) => page.getByRole('treegrid', { name: 'Runs' })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const actions = (page: Page) => page.getByRole('toolbar', { name: 'Actions for the chosen runs' })
const names = (page: Page) => page.getByRole('treegrid').getByRole('link').allInnerTexts()

describePage('what is done in the runs table', (stage) => {
  let sweep: string

  beforeAll(async () => {
    const { log } = stage()
    sweep = await log.experiment('sweep')
    for (const [i, model] of ['gbdt', 'linear', 'gbdt', 'linear', 'gbdt'].entries())
      await log.run(sweep, `run ${i}`, {
        start_time: 1_700_000_000_000 + i,
        metrics: [{ key: 'auc', value: 0.5 + i / 10 }],
        params: { model, depth: String(i) },
        tags: { team: i < 3 ? 'risk' : 'Мария' },
      })
  })

  const openSweep = async (view = '') => {
    const page = await stage().open(`/experiments/${sweep}${view}`)
    await link(page, 'run 4').waitFor()
    return page
  }

  test('chooses by keys alone, tags and compares', async () => {
    const page = await openSweep()
    await page.keyboard.press('j')
    for (const key of ['j', 'x', 'Shift+ArrowDown', 'Shift+j']) await page.keyboard.press(key)
    await actions(page).getByText('3 runs chosen').waitFor()
    await page.keyboard.press('Space')
    await actions(page).getByText('2 runs chosen').waitFor()
    await actions(page).getByRole('button', { name: 'Tag' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Tag 2 runs' })
    await dialog.getByRole('textbox', { name: 'Key' }).fill('stage')
    await dialog.getByRole('textbox', { name: 'Value' }).fill('<img src=x onerror=alert(1)>')
    await dialog.getByRole('button', { name: 'Save' }).press('Enter')
    await page.getByText('2 runs were tagged').waitFor()
    await page.goto(`${page.url()}&col=tags.stage`)
    await expect
      .poll(() => page.getByRole('gridcell', { name: '<img src=x onerror=alert(1)>' }).count())
      .toBe(2)
    const compare = await actions(page).getByRole('link', { name: 'Compare' }).getAttribute('href')
    expect(compare).toMatch(/^#\/compare-runs\?runs=[0-9a-f]{32}&runs=[0-9a-f]{32}$/)
  })

  test('moves what is chosen to another experiment, and takes it back', async () => {
    const { log } = stage()
    const from = await log.experiment('moved from')
    await log.experiment('moved to')
    for (const name of ['goes 1', 'goes 2', 'stays']) await log.run(from, name)
    const page = await stage().open(`/experiments/${from}`)
    for (const name of ['goes 1', 'goes 2'])
      await page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await actions(again).getByText('2 runs chosen').waitFor()
    await actions(page).getByRole('button', { name: 'Move' }).click()
    const dialog = page.getByRole('dialog', { name: 'Move 2 runs' })
    await dialog.getByRole('textbox', { name: 'Search experiments' }).fill('moved')
    await dialog.getByRole('radio', { name: 'moved to' }).check()
    await dialog.getByRole('button', { name: 'Move' }).click()
    await page.getByText('2 runs were moved to moved to').waitFor()
    await link(page, 'goes 1').waitFor({ state: 'detached' })
    await link(page, 'stays').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await link(page, 'goes 1').waitFor()
  })

  test('deletes what is chosen with the mouse, takes it back, and restores', async () => {
    const page = await openSweep()
    await page.getByRole('checkbox', { name: 'Choose run 3', exact: true }).check()
    await page.getByRole('checkbox', { name: 'Choose run 1', exact: true }).click({ modifiers: ['Shift'] })
    await actions(page).getByText('3 runs chosen').waitFor()
    const remove = async () => {
      await actions(page).getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('3 runs were deleted').waitFor()
      await expect.poll(() => names(page)).toEqual(['run 4', 'run 0'])
    }
    await remove()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => names(page)).toHaveLength(5)
    for (const run of [1, 2, 3])
      await page.getByRole('checkbox', { name: `Choose run ${run}`, exact: true }).check()
    await remove()
    await page.getByRole('radio', { name: 'Deleted' }).check()
    await link(page, 'run 3').waitFor()
    await page.getByRole('checkbox', { name: 'Choose all loaded runs' }).check()
    await actions(page).getByRole('button', { name: 'Restore' }).click()
    await page.getByText('3 runs were restored').waitFor()
    await page.getByText('No deleted runs').waitFor()
  })

  test('says of how many a change was refused, when someone else was faster', async () => {
    const { log } = stage()
    const experiment = await log.experiment('shared')
    const ids = [await log.run(experiment, 'mine'), await log.run(experiment, 'theirs')]
    const page = await stage().open(`/experiments/${experiment}`)
    await page.getByRole('checkbox', { name: 'Choose all loaded runs' }).check()
    await actions(page).getByRole('button', { name: 'Tag' }).click()
    await log.delete(ids[1] ?? '')
    await page.getByRole('dialog').getByRole('textbox', { name: 'Key' }).fill('a')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText(/1 run was tagged 1 was not: .*must be in the 'active' state/).waitFor()
    await expect.poll(() => names(page)).toEqual(['mine'])
    stage().takeErrors()
  })

  test('peeks at runs one after the other, and at one that is deleted meanwhile', async () => {
    const { log } = stage()
    const page = await openSweep()
    const gone = await log.run(sweep, 'short-lived')
    await link(page, 'short-lived').waitFor()
    await page.keyboard.press('j')
    for (const key of ['j', 'e']) await page.keyboard.press(key)
    const peek = page.getByRole('complementary')
    await peek.getByRole('heading', { name: 'short-lived' }).waitFor()
    await page.keyboard.press(']')
    await peek.getByRole('heading', { name: 'run 4' }).waitFor()
    await peek.getByRole('row', { name: /^auc/ }).getByText('0.9').waitFor()
    await peek.getByRole('button', { name: 'Previous run' }).click()
    await log.delete(gone)
    await peek.getByText('This run was deleted.').waitFor()
    await peek.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => page.url()).not.toContain('peek')
  })

  test('completes a filter from what the runs have', async () => {
    const page = await openSweep()
    await page.keyboard.press('/')
    await page.keyboard.type('mod')
    await page.getByRole('option', { name: /^params.model/ }).waitFor()
    for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key)
    await page.keyboard.type('= ')
    await page.getByRole('option', { name: /^'linear'/ }).click()
    const box = page.getByRole('combobox', { name: 'Filter runs' })
    await expect.poll(() => box.inputValue()).toBe("params.model = 'linear' ")
    await page.keyboard.press('Enter')
    await expect.poll(() => names(page)).toEqual(['run 3', 'run 1'])
    await page.keyboard.type('OR x')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').locator('mark').getByText('OR x').waitFor()
    await page.getByRole('button', { name: 'Go there' }).click()
    const chosen = page.evaluate<string>(
      '(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)',
    )
    expect(await chosen).toBe('OR x')
  })

  test('groups runs, sums them up, and opens a group', async () => {
    const page = await openSweep()
    await page.getByRole('button', { name: 'Group by' }).click()
    await page.getByRole('checkbox', { name: 'model' }).check()
    await page.keyboard.press('Escape')
    const groups = page.getByRole('treegrid', { name: 'Groups of runs' })
    await groups.getByRole('row', { name: /model gbdt 3 runs.*0\.7 0\.5 … 0\.9/ }).waitFor()
    await page.keyboard.press('j')
    for (const key of ['j', 'ArrowRight']) await page.keyboard.press(key)
    await expect.poll(() => names(page)).toEqual(['run 4', 'run 2', 'run 0'])
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('row', { name: /model linear 2 runs/ }).waitFor()
  })

  test('pins and orders columns', async () => {
    const page = await openSweep('?col=attributes.status&col=metrics.auc&col=params.model')
    const headers = () => page.getByRole('columnheader').allInnerTexts()
    await page.getByRole('button', { name: 'auc' }).press('Shift+ArrowRight')
    await expect.poll(headers).toEqual(['Name', 'Status', 'model', 'auc'])
    await page
      .getByRole('columnheader', { name: 'auc' })
      .dragTo(page.getByRole('columnheader', { name: 'Status' }))
    await expect.poll(headers).toEqual(['Name', 'auc', 'Status', 'model'])
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('button', { name: 'Keep model in place' }).click()
    await expect.poll(headers).toEqual(['Name', 'model', 'auc', 'Status'])
    await page.setViewportSize({ width: 800, height: 600 })
    await page.keyboard.press('Escape')
    await page.goto(page.url().replace(/$/, '&col=attributes.run_id&col=attributes.start_time'))
    const left = async () => (await page.getByRole('columnheader', { name: 'model' }).boundingBox())?.x
    const before = await left()
    await table(page).evaluate((grid) => grid.scrollTo({ left: 300 }))
    expect(await left()).toBe(before)
  })

  test('keeps a view for the team and one for every experiment', async () => {
    const page = await openSweep('?sort=metrics.auc')
    const save = async (name: string, scope: string) => {
      await page.getByRole('textbox', { name: 'Name of this view' }).fill(name)
      await page.getByRole('radio', { name: scope }).check()
      await page.getByRole('button', { name: 'Save view' }).click()
      await page.getByRole('button', { name: `Remove the view ${name}` }).waitFor()
    }
    await page.getByRole('button', { name: 'Views' }).click()
    await save('Възходящо', 'The team')
    await save('mine', 'Only here')
    await page.keyboard.press('Escape')
    await page.goto(page.url().replace(/\?.*/, ''))
    await expect.poll(async () => (await names(page))[0]).toBe('run 4')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('button', { name: /^mine/ }).click()
    await expect.poll(async () => (await names(page))[0]).toBe('run 0')
    const colleague = await openSweep()
    await colleague.getByRole('button', { name: 'Views' }).click()
    await colleague.getByRole('button', { name: /^Възходящо/ }).click()
    await expect.poll(async () => (await names(colleague))[0]).toBe('run 0')
  })

  test('saves every run that matches as a file', async () => {
    const page = await openSweep('?filter=params.model%3D%27gbdt%27&col=metrics.auc')
    const save = async (item: string) => {
      const coming = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Download' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      return readFile((await (await coming).path()) ?? '', 'utf8')
    }
    const lines = (await save('CSV with these columns')).trim().split('\r\n')
    expect(lines.map((line) => line.split(',').slice(1))).toEqual([
      ['run_name', 'metrics.auc'],
      ['run 4', '0.9'],
      ['run 2', '0.7'],
      ['run 0', '0.5'],
    ])
    expect(JSON.parse(await save('JSON')).runs).toHaveLength(3)
  })

  test('does the same in Bulgarian, on a narrow screen', async () => {
    const view = { locale: 'bg-BG', viewport: { width: 390, height: 844 } }
    const page = await stage().open(`/experiments/${sweep}?group=params.model`, view)
    await page.getByRole('row', { name: /model linear 2 изпълнения/ }).click()
    await page.getByRole('checkbox', { name: 'Избиране на run 3' }).check()
    await page.getByRole('checkbox', { name: 'Избиране на run 1' }).check()
    const bar = page.getByRole('toolbar', { name: 'Действия с избраните изпълнения' })
    await bar.getByText('Избрани са 2 изпълнения').waitFor()
    await bar.getByRole('button', { name: 'Етикет' }).click()
    await page.getByRole('dialog', { name: 'Етикет на 2 изпълнения' }).press('Escape')
    await page.getByRole('treegrid', { name: 'Групи изпълнения' }).press('Escape')
    await bar.waitFor({ state: 'hidden' })
  })

  test('hides a run in charts and says so in the address', async () => {
    const page = await openSweep()
    await page.getByRole('button', { name: 'Hide run 4 in charts' }).click()
    await page.getByRole('button', { name: 'Show run 4 in charts' }).waitFor()
    expect(page.url()).toMatch(/hide=[0-9a-f]{32}$/)
  })

  test('shows hostile and huge names, and every kind of number', async () => {
    const { log } = stage()
    const experiment = await log.experiment('hostile')
    const hostile = ['<script>alert(1)</script>', '‮right to left‬ שלום', '🎲'.repeat(20), 'x'.repeat(5_000)]
    const values = ['NaN', 'Infinity', '-Infinity', 1e-9]
    for (const [i, name] of hostile.entries())
      await log.run(experiment, name, {
        metrics: [{ key: 'a/b c', value: values[i] ?? 0 }],
        params: { 'p: 1': name.slice(0, 500) },
      })
    const page = await stage().open(`/experiments/${experiment}?sort=metrics.a%2Fb+c`)
    await expect.poll(() => names(page)).toEqual([hostile[2], hostile[3], hostile[1], hostile[0]])
    const cells = page.getByRole('gridcell').filter({ hasText: /^(NaN|∞|−∞|1E-9)$/ })
    await expect.poll(() => cells.allInnerTexts()).toEqual(['−∞', '1E-9', '∞', 'NaN'])
    const [row] = await page.locator('[role=row][aria-rowindex="2"]').all()
    expect((await row?.boundingBox())?.height).toBe(36)
  })
})
