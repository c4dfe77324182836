import { pressThen, runs, type Screen } from './screen.ts'

export const RUNS_SCREENS: Screen[] = [
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
      await page.getByRole('checkbox', { name: 'auc' }).waitFor()
    },
  },
  {
    name: 'chosen runs',
    place: runs,
    reach: async (page) => {
      await page.getByRole('link', { name: 'sweep' }).waitFor()
      await page.getByRole('checkbox', { name: 'Choose all loaded runs' }).check()
      await page.getByRole('toolbar').waitFor()
    },
  },
  {
    name: 'moving runs',
    place: runs,
    reach: async (page) => {
      await page.getByRole('checkbox', { name: 'Choose sweep' }).check()
      await page.getByRole('button', { name: 'Move' }).click()
      await page.getByRole('dialog').getByRole('radio').first().waitFor()
    },
  },
  {
    name: 'an open family',
    place: runs,
    reach: async (page) => {
      await page
        .getByRole('button', { name: /child run/ })
        .first()
        .click()
      await page.locator('[role=row][aria-level="2"] a').first().waitFor()
    },
  },
  {
    name: 'tagging runs',
    place: runs,
    reach: async (page) => {
      await page.getByRole('checkbox', { name: 'Choose sweep' }).check()
      await pressThen('Tag', 'dialog')(page)
    },
  },
  {
    name: 'a filter that is typed',
    place: runs,
    reach: async (page) => {
      await page.getByRole('combobox', { name: 'Filter runs' }).fill('params.model = ')
      await page.getByRole('option', { name: /gbdt/ }).waitFor()
      await page.keyboard.press('ArrowDown')
    },
  },
  {
    name: 'a run beside the table',
    place: (ids) => `${runs(ids)}?peek=${ids.run}`,
    reach: (page) => page.getByRole('complementary').getByText('team').waitFor(),
  },
  {
    name: 'groups of runs',
    place: (ids) => `${runs(ids)}?group=attributes.status&group=params.model&pin=metrics.auc`,
    reach: async (page) => {
      await page.getByRole('treegrid').getByText('Stopped').or(page.getByText('KILLED')).waitFor()
      await page.getByText('KILLED').click()
      await page.getByRole('link', { name: 'run 3' }).waitFor()
    },
  },
  { name: 'what to group by', place: runs, reach: pressThen('Group by', 'dialog') },
  {
    name: 'runs of several experiments',
    place: ({ several }) => several,
    reach: (page) => page.getByRole('link', { name: 'sweep' }).first().waitFor(),
  },
  {
    name: 'which experiments',
    place: ({ several }) => several,
    reach: async (page) => {
      await pressThen('Experiments · 2', 'dialog')(page)
      await page.getByRole('checkbox', { name: 'empty' }).waitFor()
    },
  },
  {
    name: 'the note of an experiment',
    place: runs,
    reach: (page) => page.getByRole('region', { name: 'Note of the experiment' }).getByText('What').waitFor(),
  },
  { name: 'views', place: runs, reach: pressThen('Views', 'dialog') },
  { name: 'downloads', place: runs, reach: pressThen('Download', 'menu') },
]
