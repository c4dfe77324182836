import { chooseThen, pressThen, type Screen } from './screen.ts'

export const EXPERIMENTS_SCREENS: Screen[] = [
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
  {
    name: 'a folder of experiments',
    place: () => '/experiments?folder=risk/',
    reach: (page) => page.getByRole('link', { name: 'pd', exact: true }).waitFor(),
  },
  { name: 'the tags of an experiment', place: () => '', reach: chooseThen('Actions for scoring', 'Tags') },
  {
    name: 'the commands',
    place: () => '',
    reach: async (page) => {
      await page.getByRole('link', { name: 'scoring' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('option', { name: 'credit-scoring' }).waitFor()
    },
  },
  {
    name: 'the keys',
    place: () => '/settings',
    reach: (page) => page.getByText('Search or filter').waitFor(),
  },
]
