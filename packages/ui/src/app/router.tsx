import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { validateExperimentsSearch } from '../features/experiments/experiments-search.ts'
import { experimentQuery } from '../features/experiments/get-experiment.ts'
import { searchExperimentsQuery } from '../features/experiments/search-experiments.ts'
import { validateMetricsSearch } from '../features/metrics/metrics-search.ts'
import { loggedModelQuery, modelQuery, versionQuery } from '../features/models/get-model.ts'
import {
  validateCompareSearch,
  validateModelSearch,
  validateModelsSearch,
  validateVersionSearch,
} from '../features/models/models-search.ts'
import { searchModelsQuery } from '../features/models/search-models.ts'
import { versionsQuery } from '../features/models/search-versions.ts'
import { runQuery } from '../features/runs/get-run.ts'
import { validateRunsSearch } from '../features/runs/runs-search.ts'
import { searchRunsQuery } from '../features/runs/search-runs.ts'
import { ExperimentsPage } from '../pages/experiments-page.tsx'
import { FailedPage } from '../pages/failed-page.tsx'
import { NotFoundPage } from '../pages/not-found-page.tsx'
import { RunsPage } from '../pages/runs-page.tsx'
import { Layout } from './layout.tsx'
import { ask, askForPages, queryClient } from './query-client.ts'
import { parseSearch, stringifySearch } from './search-params.ts'

const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage })

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
  loader: ({ deps }) => askForPages(searchExperimentsQuery(deps)),
  component: ExperimentsPage,
})

const runs = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId',
  validateSearch: validateRunsSearch,
  // Other columns are no other question.
  loaderDeps: ({ search: { filter, sort, view } }) => ({ filter, sort, view }),
  loader: ({ params: { experimentId }, deps }) => {
    askForPages(searchRunsQuery(experimentId, deps))
    ask(experimentQuery(experimentId))
  },
  component: RunsPage,
})

/** MLflow also links the tabs of an experiment (`/experiments/1/runs`, `/experiments/1/models`). */
const runsTab = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/$tab',
  beforeLoad: ({ params }) => {
    throw redirect({
      to: '/experiments/$experimentId',
      params: { experimentId: params.experimentId },
      replace: true,
    })
  },
})

/** The rest of the path is a tab in MLflow's words, and below `artifacts` a file. */
const run = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/runs/$runId/$',
  validateSearch: validateMetricsSearch,
  loader: ({ params: { experimentId, runId } }) => {
    ask(runQuery(runId))
    ask(experimentQuery(experimentId))
  },
  component: lazyRouteComponent(() => import('../pages/run-page.tsx'), 'RunPage'),
})

/** Where only the run is known: a version of a model does not name the experiment. */
const runById = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  beforeLoad: async ({ params: { runId } }) => {
    const { info } = await queryClient.ensureQueryData(runQuery(runId))
    throw redirect({
      to: '/experiments/$experimentId/runs/$runId/$',
      params: { experimentId: info?.experiment_id ?? '', runId },
      replace: true,
    })
  },
})

/** A logged model has no page of its own yet: its run shows it. MLflow's clients print this link. */
const loggedModel = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/models/$modelId',
  beforeLoad: async ({ params: { experimentId, modelId } }) => {
    const { info } = await queryClient.ensureQueryData(loggedModelQuery(modelId))
    throw info?.source_run_id
      ? redirect({ to: '/runs/$runId', params: { runId: info.source_run_id }, replace: true })
      : redirect({ to: '/experiments/$experimentId', params: { experimentId }, replace: true })
  },
})

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  validateSearch: validateModelsSearch,
  loaderDeps: ({ search: { q, sort } }) => ({ q, sort }),
  loader: ({ deps }) => askForPages(searchModelsQuery(deps)),
  component: lazyRouteComponent(() => import('../pages/registry-pages.ts'), 'ModelsPage'),
})

const model = createRoute({
  getParentRoute: () => root,
  path: '/models/$name',
  validateSearch: validateModelSearch,
  loader: ({ params: { name } }) => {
    ask(modelQuery(name))
    askForPages(versionsQuery(name))
  },
  component: lazyRouteComponent(() => import('../pages/registry-pages.ts'), 'ModelPage'),
})

const compareVersions = createRoute({
  getParentRoute: () => root,
  path: '/models/$name/compare',
  validateSearch: validateCompareSearch,
  component: lazyRouteComponent(() => import('../pages/registry-pages.ts'), 'CompareVersionsPage'),
})

const version = createRoute({
  getParentRoute: () => root,
  path: '/models/$name/versions/$version',
  validateSearch: validateVersionSearch,
  loader: ({ params: { name, version } }) => {
    ask(versionQuery(name, version))
    ask(modelQuery(name))
  },
  component: lazyRouteComponent(() => import('../pages/registry-pages.ts'), 'VersionPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    experiments,
    runs,
    runsTab,
    run,
    runById,
    loggedModel,
    models,
    model,
    compareVersions,
    version,
  ]),
  history: createHashHistory(),
  parseSearch,
  stringifySearch,
  defaultErrorComponent: FailedPage,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
