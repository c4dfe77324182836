import type { Page } from 'playwright-core'

/** What was logged for the screens. */
export interface Ids {
  experiment: string
  empty: string
  run: string
  /** The page that compares the run with another. */
  compared: string
  model: string
  /** The page of the runs of two experiments. */
  several: string
}

export interface Screen {
  name: string
  place: (ids: Ids) => string
  /** Leads to the screen and waits for it. */
  reach: (page: Page) => Promise<unknown>
}

export const runs = ({ experiment }: Ids) => `/experiments/${experiment}`
export const run =
  (part = '') =>
  ({ experiment, run }: Ids) =>
    `/experiments/${experiment}/runs/${run}/${part}`

export const press = async (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click()
export const pressThen = (name: string, role: 'dialog' | 'menu') => async (page: Page) => {
  await press(page, name)
  await page.getByRole(role).waitFor()
}
export const chooseThen = (menu: string, item: string) => async (page: Page) => {
  await press(page, menu)
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}
