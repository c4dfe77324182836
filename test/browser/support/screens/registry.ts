import { chooseThen, pressThen, type Screen } from './screen.ts'

const MODEL = '/models/credit-scoring'

export const REGISTRY_SCREENS: Screen[] = [
  {
    name: 'prompts',
    place: () => '/prompts',
    reach: (page) => page.getByRole('link', { name: 'greeting' }).waitFor(),
  },
  { name: 'a new prompt', place: () => '/prompts', reach: pressThen('New prompt', 'dialog') },
  {
    name: 'a prompt',
    place: () => '/prompts/greeting',
    reach: (page) => page.getByText('prompts:/greeting').waitFor(),
  },
  {
    name: 'two versions of a prompt',
    place: () => '/prompts/greeting?promptVersion=2&against=1',
    reach: (page) => page.getByRole('insertion').waitFor(),
  },
  {
    name: 'no webhooks',
    place: () => '/webhooks',
    reach: (page) => page.getByText('No webhooks yet').waitFor(),
  },
  { name: 'a new webhook', place: () => '/webhooks', reach: pressThen('New webhook', 'dialog') },
  {
    name: 'a logged model',
    place: ({ experiment, model }) => `/experiments/${experiment}/models/${model}`,
    reach: (page) => page.getByText('Not in the registry yet.').waitFor(),
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
]
