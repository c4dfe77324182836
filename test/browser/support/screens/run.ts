import type { Page } from 'playwright-core'
import { FILES } from './log.ts'
import { chooseThen, type Ids, press, pressThen, run, runs, type Screen } from './screen.ts'

export const RUN_SCREENS: Screen[] = [
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
    name: 'charts of runs',
    place: (ids) => `${runs(ids)}?tab=charts`,
    reach: (page) => page.getByRole('img', { name: /^loss of/ }).waitFor(),
  },
  {
    name: 'groups of runs in charts, one as a table',
    place: (ids) => `${runs(ids)}?tab=charts&group=params.model&range=2..9`,
    reach: (page) => page.getByRole('button', { name: 'Show as table' }).first().click(),
  },
  {
    name: 'the menu of a chart',
    place: (ids) => `${runs(ids)}?tab=charts`,
    reach: pressThen('Actions for loss', 'menu'),
  },
  {
    name: 'a chart in large',
    place: (ids) => `${runs(ids)}?tab=charts&full=loss`,
    reach: (page) => page.getByRole('dialog').getByRole('img').waitFor(),
  },
  ...['values', 'curves', 'scatter', 'parallel', 'contour', 'boxes'].map((view) => ({
    name: `runs compared as ${view}`,
    place: ({ compared, run }: Ids) => `${compared}&as=${view}&base=${run}`,
    reach: (page: Page) =>
      page
        .getByRole('img', { name: / of 2 runs$/ })
        .or(page.getByRole('table'))
        .first()
        .waitFor(),
  })),
  {
    name: 'files compared',
    place: ({ compared }) => `${compared}&as=artifacts&file=scores.csv`,
    reach: (page) => page.getByText('1 cell differs').waitFor(),
  },
  {
    name: 'images compared',
    place: ({ compared }) => `${compared}&as=artifacts&file=plots/roc.svg&dir=plots`,
    reach: (page) => page.getByRole('slider').waitFor(),
  },
  {
    name: 'nothing to compare',
    place: () => '/compare-runs',
    reach: (page) => page.getByText('Choose runs to compare').waitFor(),
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
  { name: 'registering a model', place: run(), reach: pressThen('Register model', 'dialog') },
  {
    name: 'no such page',
    place: () => '/nowhere',
    reach: (page) => page.getByText('no such page').waitFor(),
  },
]
