import { beforeAll, expect, test } from 'vitest'
import { findBarriers } from './support/find-barriers.ts'
import { logPrompt } from './support/registry.ts'
import { describePage } from './support/stage.ts'

describePage('no prompts', (stage) => {
  test('are a lesson with the right address', async () => {
    const page = await stage().open('/prompts')
    const server = new URL(page.url()).origin
    await page.getByText(`mlflow.set_tracking_uri("${server}")`).waitFor()
    await page.getByRole('radio', { name: 'TypeScript', exact: true }).check()
    await page.getByText(`fetch("${server}/api/2.0/mlflow/"`).waitFor()
  })
})

describePage('the prompts', (stage) => {
  beforeAll(async () => {
    await logPrompt(stage().log, 'greeting', ['Greet {{name}}.', 'Greet {{name}} <b>warmly</b>.'])
    await logPrompt(stage().log, 'assessor', ['Say yes or no.'])
  })

  test('are found, and stay out of the models', async () => {
    const page = await stage().open('/prompts')
    const links = () => page.getByRole('table', { name: 'Prompts' }).locator('[data-row]').allInnerTexts()
    await expect.poll(links).toEqual(['assessor', 'greeting'])
    await page.getByRole('textbox', { name: 'Search prompts' }).fill('greet')
    await expect.poll(links).toEqual(['greeting'])
    await page.getByRole('row', { name: /greeting.*Version 2.*@production → 1/ }).waitFor()
    await page.getByRole('link', { name: 'Models' }).click()
    await page.getByText('No models yet').waitFor()
  })

  test('are written, told apart and taken away with the keyboard alone', async () => {
    const page = await stage().open('/prompts')
    await page.getByRole('link', { name: 'greeting' }).waitFor()
    await page.getByRole('button', { name: 'New prompt' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('farewell')
    await dialog.getByRole('radio', { name: 'Chat' }).press('Space')
    await dialog.getByRole('textbox', { name: 'Content' }).fill('Say goodbye to {{name}}.')
    await dialog.getByRole('textbox', { name: 'What changed' }).fill('First try')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'farewell' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Say goodbye to {{name}}.' }).waitFor()

    await page.getByRole('button', { name: 'New version' }).press('Enter')
    await dialog.getByRole('textbox', { name: 'Content' }).fill('Say goodbye to {{name}} kindly.')
    await dialog.getByRole('button', { name: 'Create' }).press('Enter')
    await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Compare with version 1' }).press('Enter')
    const diff = page.getByRole('region', { name: 'From version 1 to version 2' }).last()
    await expect.poll(() => diff.getByRole('insertion').allInnerTexts()).toEqual([' kindly'])
    const again = await stage().open(page.url().split('#')[1] ?? '')
    await again.getByRole('insertion').waitFor()

    await page.getByRole('button', { name: 'Actions', exact: true }).press('Enter')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Delete' }).press('Enter')
    await page.getByRole('link', { name: 'greeting' }).waitFor()
    // The list shows what it knew until it is read anew.
    await expect.poll(() => page.getByRole('link', { name: 'farewell' }).count()).toBe(0)
  })

  test("are where MLflow's links lead, and give an alias to another version", async () => {
    const page = await stage().open('/experiments/0/prompts/greeting?promptVersion=2')
    await page.getByText('Greet {{name}} <b>warmly</b>.').waitFor()
    await page.getByRole('button', { name: 'Actions for Version 2' }).click()
    await page.getByRole('menuitem', { name: 'Edit aliases' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Aliases' }).fill('production')
    await dialog.getByText('@production moves here from version 1.').waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('prompts:/greeting@production').waitFor()
    await page.goto(`${page.url().split('#')[0]}#/experiments/0/prompts`)
    await page.getByText('No prompt matches').waitFor()
  })

  test.each([{ locale: 'bg-BG' }, { viewport: { width: 390, height: 844 } }])(
    'have no barriers with %j',
    async (view) => {
      for (const place of ['/prompts', '/prompts/greeting', '/prompts/greeting?promptVersion=2&against=1']) {
        const page = await stage().open(place, view)
        await page
          .getByText(place === '/prompts' ? 'assessor' : '{{name}}')
          .first()
          .waitFor()
        expect(await findBarriers(page)).toEqual([])
        const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
        expect(await page.evaluate(overflow)).toBe(0)
      }
    },
  )
})
