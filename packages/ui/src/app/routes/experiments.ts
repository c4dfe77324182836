import { createRoute, redirect } from '@tanstack/react-router'
import { isEarly } from '../../api/early.ts'
import { validateExperimentsSearch } from '../../features/experiments/experiments-search.ts'
import { experimentQuery } from '../../features/experiments/get-experiment.ts'
import { idsOf, scopeOf } from '../../features/experiments/scope.ts'
import { searchExperimentsQuery } from '../../features/experiments/search-experiments.ts'
import { validateRunsPageSearch } from '../../features/runs/runs-page-search.ts'
import { searchRunsQuery } from '../../features/runs/search-runs.ts'
import { tableSearchOf } from '../../features/runs/table-search.ts'
import { ExperimentsPage } from '../../pages/experiments-page.tsx'
import { RunsPage } from '../../pages/runs-page.tsx'
import { jsonList, runsSearchOf } from '../mlflow-links.ts'
import { ask, askForPages } from '../query-client.ts'
import { root } from './root.ts'

/** An answer that is nearly here is drawn at once: a first frame without it would only be painted to be painted over. */
const MOST_BLANK_MS = 150
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/experiments', replace: true })
  },
})

const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  validateSearch: validateExperimentsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => {
    void askForPages(searchExperimentsQuery(deps))
  },
  component: ExperimentsPage,
})

const runs = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId',
  validateSearch: validateRunsPageSearch,
  loaderDeps: ({ search: { filter, sort, view, col, mean, tab } }) => ({
    filter,
    sort,
    view,
    col,
    mean,
    tab,
  }),
  loader: ({ params: { experimentId }, deps }) => {
    const soon = isEarly()
    const asked = askForPages(searchRunsQuery(experimentId, tableSearchOf(experimentId, deps)))
    for (const id of idsOf(experimentId)) ask(experimentQuery(id))
    return soon ? Promise.race([asked, sleep(MOST_BLANK_MS)]) : undefined
  },
  component: RunsPage,
})

/** MLflow also links the tabs of an experiment (`/experiments/1/runs`, `/experiments/1/models`). */
const runsTab = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/$tab',
  beforeLoad: ({ params, search }) => {
    throw redirect({
      to: '/experiments/$experimentId',
      params: { experimentId: params.experimentId },
      search: runsSearchOf(search),
      replace: true,
    })
  },
})

/** MLflow's link to the runs of several experiments in one table. */
const compareExperiments = createRoute({
  getParentRoute: () => root,
  path: '/compare-experiments/$',
  beforeLoad: ({ search }) => {
    const experimentId = scopeOf(jsonList((search as Record<string, unknown>).experiments))
    if (!experimentId) throw redirect({ to: '/experiments', replace: true })
    throw redirect({
      to: '/experiments/$experimentId',
      params: { experimentId },
      search: runsSearchOf(search),
      replace: true,
    })
  },
})

export const experimentRoutes = [home, experiments, runs, runsTab, compareExperiments] as const
