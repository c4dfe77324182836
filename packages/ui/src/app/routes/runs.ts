import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { validateCompareRunsSearch } from '../../features/compare/compare-search.ts'
import { experimentQuery } from '../../features/experiments/get-experiment.ts'
import { validateMetricsSearch } from '../../features/metrics/metrics-search.ts'
import { loggedModelQuery } from '../../features/models/get-model.ts'
import { validateVersionSearch } from '../../features/models/models-search.ts'
import { runQuery } from '../../features/runs/get-run.ts'
import { metricLinkOf } from '../mlflow-links.ts'
import { ask, queryClient } from '../query-client.ts'
import { root } from './root.ts'

/** MLflow's page of a metric: the run's own, or the curves of several. */
const metricLink = createRoute({
  getParentRoute: () => root,
  path: '/metric/$',
  beforeLoad: ({ search }) => {
    const { runs, metric } = metricLinkOf(search)
    throw redirect({
      to: '/compare-runs',
      search: { runs, as: 'curves', search: metric, full: metric },
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
  component: lazyRouteComponent(() => import('../../pages/run-page.tsx'), 'RunPage'),
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

const compareRuns = createRoute({
  getParentRoute: () => root,
  path: '/compare-runs',
  validateSearch: validateCompareRunsSearch,
  component: lazyRouteComponent(() => import('../../pages/compare-runs-page.tsx'), 'CompareRunsPage'),
})

/** The rest of the path is a tab, and below `artifacts` a file. MLflow's clients print this link. */
const loggedModel = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/models/$modelId/$',
  validateSearch: validateVersionSearch,
  loader: ({ params: { experimentId, modelId } }) => {
    ask(loggedModelQuery(modelId))
    ask(experimentQuery(experimentId))
  },
  component: lazyRouteComponent(() => import('../../pages/logged-model-page.tsx'), 'LoggedModelPage'),
})

export const runRoutes = [metricLink, run, runById, compareRuns, loggedModel] as const
