import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { validateExperimentsSearch } from '../features/experiments/experiments-search.ts'
import { validateMetricsSearch } from '../features/metrics/metrics-search.ts'
import { validateRunsSearch } from '../features/runs/runs-search.ts'
import { ExperimentsPage } from '../pages/experiments-page.tsx'
import { FailedPage } from '../pages/failed-page.tsx'
import { NotFoundPage } from '../pages/not-found-page.tsx'
import { RunsPage } from '../pages/runs-page.tsx'
import { Layout } from './layout.tsx'
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
  component: ExperimentsPage,
})

const runs = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId',
  validateSearch: validateRunsSearch,
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
  component: lazyRouteComponent(() => import('../pages/run-page.tsx'), 'RunPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, experiments, runs, runsTab, run]),
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
