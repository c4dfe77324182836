import type { Page } from 'playwright-core'
import { curve, type Logger } from './logger.ts'
import { logModel } from './registry.ts'

const NOTE =
  '# Result\n\nBetter than [before](https://example.org)\n\n- [x] done\n\n```\ncode\n```\n\n|a|b|\n|-|-|\n|1|2|'
const FILES = {
  'notes.txt': 'a line\n',
  'report.json': '{"auc": 0.87, "name": "x", "good": true, "none": null}',
  'scores.csv': 'id,score\n1,0.5\n',
  'page.html': '<html lang="en"><title>Report</title><h1>A report</h1></html>',
  'plots/roc.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9"/></svg>',
}

interface Screen {
  name: string
  place: (ids: Ids) => string
  /** Leads to the screen and waits for it. */
  reach: (page: Page) => Promise<unknown>
}

export interface Ids {
  experiment: string
  empty: string
  run: string
}

const runs = ({ experiment }: Ids) => `/experiments/${experiment}`
const run =
  (part = '') =>
  ({ experiment, run }: Ids) =>
    `/experiments/${experiment}/runs/${run}/${part}`

const MODEL = '/models/credit-scoring'

const press = async (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const pressThen = (name: string, role: 'dialog' | 'menu') => async (page: Page) => {
  await press(page, name)
  await page.getByRole(role).waitFor()
}
const chooseThen = (menu: string, item: string) => async (page: Page) => {
  await press(page, menu)
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}

/** Every page and every state of it that looks different. */
export const SCREENS: Screen[] = [
  {
    name: 'experiments',
    place: () => '',
    reach: (page) => page.getByRole('link', { name: 'scoring' }).waitFor(),
  },
  {
    name: 'no experiments',
    place: () => '/experiments?view=deleted',
    reach: (page) => page.getByText('No experiments here').waitFor(),
  },
  { name: 'a new experiment', place: () => '', reach: pressThen('New experiment', 'dialog') },
  { name: 'the menu of an experiment', place: () => '', reach: pressThen('Actions for scoring', 'menu') },
  { name: 'deleting an experiment', place: () => '', reach: chooseThen('Actions for scoring', 'Delete') },
  { name: 'the language menu', place: () => '', reach: pressThen('Language', 'menu') },
  { name: 'runs', place: runs, reach: (page) => page.getByRole('link', { name: 'sweep' }).waitFor() },
  {
    name: 'a chosen run in the table',
    place: runs,
    reach: async (page) => {
      await page.getByRole('link', { name: 'sweep' }).waitFor()
      await page.getByRole('treegrid').press('ArrowDown')
    },
  },
  {
    name: 'sorted runs',
    place: (ids) => `${runs(ids)}?sort=-metrics.auc`,
    reach: (page) => page.getByRole('link', { name: 'sweep' }).waitFor(),
  },
  {
    name: 'a refused filter',
    place: (ids) => `${runs(ids)}?filter=a+%3E%3E+1`,
    reach: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'no runs',
    place: ({ empty }) => `/experiments/${empty}`,
    reach: (page) => page.getByText('No runs yet').waitFor(),
  },
  {
    name: 'columns',
    place: runs,
    reach: async (page) => {
      await page.getByRole('link', { name: 'sweep' }).waitFor()
      await pressThen('Columns', 'dialog')(page)
    },
  },
  { name: 'a run', place: run(), reach: (page) => page.getByRole('link', { name: 'before' }).waitFor() },
  { name: 'editing the note', place: run(), reach: (page) => press(page, 'Edit note') },
  { name: 'adding a tag', place: run(), reach: pressThen('Add a tag', 'dialog') },
  { name: 'renaming a run', place: run(), reach: chooseThen('Actions', 'Rename') },
  {
    name: 'charts',
    place: run('model-metrics'),
    reach: (page) => page.getByRole('img', { name: /^loss/ }).waitFor(),
  },
  {
    name: 'a chart as a table',
    place: run('model-metrics'),
    reach: (page) => page.getByRole('button', { name: 'Show as table' }).first().click(),
  },
  {
    name: 'no chosen file',
    place: run('artifacts'),
    reach: (page) => page.getByText('Choose a file').waitFor(),
  },
  ...Object.keys(FILES).map((path) => ({
    name: path,
    place: run(`artifacts/${path}`),
    reach: (page: Page) =>
      page
        .getByRole('region', { name: /^Preview of/ })
        .locator('pre, section, iframe')
        .first()
        .waitFor(),
  })),
  {
    name: 'an unknown run',
    place: ({ experiment }) => `/experiments/${experiment}/runs/unknown`,
    reach: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'models',
    place: () => '/models',
    reach: (page) => page.getByRole('link', { name: 'credit-scoring' }).waitFor(),
  },
  {
    name: 'a refused search of models',
    place: () => '/models?q=tags.a%3D',
    reach: (page) => page.getByText('Invalid').waitFor(),
  },
  { name: 'a new model', place: () => '/models', reach: pressThen('New model', 'dialog') },
  {
    name: 'a model',
    place: () => `${MODEL}?v=1&v=2`,
    reach: (page) => page.getByRole('link', { name: 'Compare 2' }).waitFor(),
  },
  { name: 'renaming a model', place: () => MODEL, reach: chooseThen('Actions', 'Rename') },
  { name: 'deleting a model', place: () => MODEL, reach: chooseThen('Actions', 'Delete') },
  {
    name: 'the aliases of a version',
    place: () => MODEL,
    reach: async (page) => {
      await chooseThen('Actions for Version 3', 'Edit aliases')(page)
      await page.getByRole('textbox', { name: 'Aliases' }).fill('champion')
    },
  },
  {
    name: 'the stage of a version',
    place: () => MODEL,
    reach: async (page) => {
      await chooseThen('Actions for Version 2', 'Change stage')(page)
      await page.getByRole('combobox', { name: 'Stage' }).selectOption('Staging')
    },
  },
  {
    name: 'a version',
    place: () => `${MODEL}/versions/3`,
    reach: (page) => page.getByRole('row', { name: /^threshold/ }).waitFor(),
  },
  {
    name: 'versions beside each other',
    place: () => `${MODEL}/compare?v=1&v=2`,
    reach: (page) => page.getByRole('row', { name: /^depth/ }).waitFor(),
  },
  { name: 'registering a model', place: run(), reach: pressThen('Register model', 'dialog') },
  {
    name: 'no such page',
    place: () => '/nowhere',
    reach: (page) => page.getByText('no such page').waitFor(),
  },
]

export async function logForScreens(log: Logger): Promise<Ids> {
  const empty = await log.experiment('empty')
  const experiment = await log.experiment('scoring')
  const run = await log.run(experiment, 'sweep', {
    metrics: [...curve('loss', 20), { key: 'auc', value: 0.5 }],
    params: { model: 'gbdt' },
    tags: { 'mlflow.note.content': NOTE, 'mlflow.user': 'maria', team: 'risk' },
  })
  for (const [index, status] of (['RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const).entries())
    await log.end(await log.run(experiment, `run ${index}`, { tags: { 'mlflow.parentRunId': run } }), status)
  for (const [path, content] of Object.entries(FILES)) await log.artifact(experiment, run, path, content)
  for (const name of ['forest', 'trees']) await log.loggedModel(experiment, name, run)
  await logModel(log, await log.experiment('models'), 'credit-scoring')
  return { experiment, empty, run }
}
