import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { SKINNY } from '../clients/skinny.ts'
import { PYTHON_ENV, pythonVenv } from '../helpers/python-venv.ts'
import { describePage } from './support/stage.ts'

const SCRIPT = join(import.meta.dirname, 'support/story.py')
const PATIENCE = { timeout: 90_000 }

/** The Python that has the published client. */
async function clientPython(): Promise<string> {
  const { MLFLOW_BIN } = process.env
  return MLFLOW_BIN ? join(dirname(MLFLOW_BIN), 'python') : pythonVenv(SKINNY.venv, SKINNY.requirements)
}

/** Starts the training; what is returned waits for its end. */
function train(python: string, url: string, experiment: string): () => Promise<void> {
  const child = spawn(python, [SCRIPT, url, experiment], {
    env: { ...process.env, ...PYTHON_ENV },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = Promise.all([once(child, 'close'), text(child.stderr)])
  return async () => {
    const [[code], errors] = await ended
    expect(code, errors).toBe(0)
  }
}

/** How a person gets about. */
interface Hands {
  press: (control: Locator) => Promise<unknown>
  filter: (page: Page, text: string) => Promise<unknown>
  choose: (page: Page, runs: number) => Promise<unknown>
  compare: (page: Page) => Promise<unknown>
  openFirst: (page: Page) => Promise<unknown>
}

const filterBox = (page: Page) => page.getByRole('combobox', { name: 'Filter runs' })
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

const MOUSE: Hands = {
  press: (control) => control.click(),
  filter: async (page, text) => {
    await filterBox(page).fill(text)
    await filterBox(page).press('Enter')
  },
  choose: async (page) => {
    for (const name of ['shallow', 'deep'])
      await page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
  },
  compare: (page) =>
    page
      .getByRole('toolbar', { name: 'Actions for the chosen runs' })
      .getByRole('link', { name: 'Compare' })
      .click(),
  openFirst: (page) => page.getByRole('link', { name: 'deep', exact: true }).click(),
}

const table = (page: Page) => page.getByRole('treegrid', { name: 'Runs' })

/** No mouse: keys of the page, and what has the focus is pressed. */
const KEYS: Hands = {
  press: (control) => control.press('Enter'),
  filter: async (page, text) => {
    await table(page).focus()
    await page.keyboard.press('/')
    await page.keyboard.press('Control+a')
    if (text === '') await page.keyboard.press('Delete')
    else await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
  },
  choose: async (page, runs) => {
    await table(page).focus()
    for (let i = 0; i < runs; i++) {
      await page.keyboard.press('j')
      await page.keyboard.press('x')
    }
  },
  compare: (page) => page.keyboard.press('c'),
  openFirst: async (page) => {
    await table(page).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
  },
}

describePage('a story', (stage) => {
  let python: string
  beforeAll(async () => {
    python = await clientPython()
  }, 300_000)

  test.each([
    ['with the mouse', 'churn', MOUSE],
    ['with the keyboard alone', 'fraud', KEYS],
  ])(
    'of a model, from its training to its alias, %s',
    async (_name, experiment, hands) => {
      const page = await stage().open('')
      await page.getByRole('link', { name: 'Default' }).waitFor()
      const trained = train(python, stage().url, experiment)

      // It is seen as it comes.
      await hands.press(page.getByRole('link', { name: experiment }))
      await page.getByRole('link', { name: 'shallow' }).waitFor(PATIENCE)
      await row(page, 'shallow').getByText('0.71').waitFor(PATIENCE)
      await row(page, 'deep').getByText('0.93').waitFor(PATIENCE)
      await trained()

      await hands.filter(page, 'metrics.auc > 0.9')
      await page.getByText('1 run', { exact: true }).waitFor()
      expect(await page.getByRole('link', { name: 'shallow' }).count()).toBe(0)
      await hands.filter(page, '')
      await page.getByText('2 runs', { exact: true }).waitFor()

      await hands.choose(page, 2)
      await page.getByText('2 runs chosen').waitFor()
      await hands.compare(page)
      await page.getByRole('row', { name: /depth/ }).waitFor()
      for (const value of ['3', '9', '0.71', '0.93'])
        await page
          .getByRole('grid')
          .or(page.getByRole('table'))
          .getByText(value, { exact: true })
          .first()
          .waitFor()

      await page.goBack()
      await row(page, 'deep').waitFor()
      await hands.openFirst(page)
      await page.getByRole('heading', { name: 'deep', level: 1 }).waitFor()
      await hands.press(page.getByRole('button', { name: 'Register model' }))
      const dialog = page.getByRole('dialog', { name: 'Register model' })
      await dialog.getByRole('combobox', { name: 'Name in the registry' }).fill(`${experiment}-scoring`)
      await hands.press(dialog.getByRole('button', { name: 'Register' }))
      await page.getByRole('heading', { name: 'Version 1' }).waitFor()

      await page.goto(page.url().replace(/#.*/, `#/models/${experiment}-scoring`))
      await hands.press(page.getByRole('button', { name: 'Actions for Version 1' }))
      await hands.press(page.getByRole('menuitem', { name: 'Edit aliases' }))
      await page.getByRole('dialog').getByRole('textbox', { name: 'Aliases' }).fill('champion')
      await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Save' }))
      await row(page, 'Version 1').getByText('@champion').waitFor()
      const reply = await fetch(
        `${stage().url}/api/2.0/mlflow/registered-models/alias?name=${experiment}-scoring&alias=champion`,
      )
      const { model_version } = (await reply.json()) as { model_version: { version: string } }
      expect(model_version.version).toBe('1')
    },
    300_000,
  )
})
