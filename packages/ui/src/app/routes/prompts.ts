import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { modelQuery } from '../../features/models/get-model.ts'
import { promptVersionsQuery } from '../../features/prompts/get-prompt.ts'
import { validatePromptSearch, validatePromptsSearch } from '../../features/prompts/prompts-search.ts'
import { searchPromptsQuery } from '../../features/prompts/search-prompts.ts'
import { ask, askForPages } from '../query-client.ts'
import { root } from './root.ts'

const prompts = createRoute({
  getParentRoute: () => root,
  path: '/prompts',
  validateSearch: validatePromptsSearch,
  loaderDeps: ({ search: { q, sort, experiment } }) => ({ q, sort, experiment }),
  loader: ({ deps }) => {
    void askForPages(searchPromptsQuery(deps))
  },
  component: lazyRouteComponent(() => import('../../pages/prompt-pages.ts'), 'PromptsPage'),
})

const prompt = createRoute({
  getParentRoute: () => root,
  path: '/prompts/$name',
  validateSearch: validatePromptSearch,
  loader: ({ params: { name } }) => {
    ask(modelQuery(name))
    askForPages(promptVersionsQuery(name))
  },
  component: lazyRouteComponent(() => import('../../pages/prompt-pages.ts'), 'PromptPage'),
})

/** MLflow shows the prompts of an experiment below it. */
const promptsOfExperiment = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/prompts',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/prompts', search: { experiment: params.experimentId }, replace: true })
  },
})

const promptOfExperiment = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/prompts/$name',
  validateSearch: validatePromptSearch,
  beforeLoad: ({ params: { name }, search }) => {
    throw redirect({ to: '/prompts/$name', params: { name }, search, replace: true })
  },
})

export const promptRoutes = [prompts, prompt, promptsOfExperiment, promptOfExperiment] as const
