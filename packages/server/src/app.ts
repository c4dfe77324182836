import { MlflowError } from '@millrace/contract'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { mountArtifacts } from './artifacts/mount.ts'
import { artifactRoutes } from './artifacts/routes.ts'
import { mountArtifactViews } from './artifacts/view.ts'
import type { Config } from './config.ts'
import { datasetRoutes } from './datasets/routes.ts'
import type { Deps } from './deps.ts'
import { evaluationDatasetRoutes } from './evaluation-datasets/routes.ts'
import { experimentRoutes } from './experiments/routes.ts'
import { gcRoutes } from './gc/routes.ts'
import type { Route } from './http/answer.ts'
import { mountDocs } from './http/docs.ts'
import { findDocs } from './http/docs-site.ts'
import { mountErrors } from './http/error-handler.ts'
import { mountEvents } from './http/events.ts'
import { mountGate } from './http/gate.ts'
import { createMetrics } from './http/metrics.ts'
import { type Mounting, mountRoutes, serverWithFastLane } from './http/mount.ts'
import { createDoor } from './http/security.ts'
import { mountUi } from './http/static-ui.ts'
import { mountStatus } from './http/status.ts'
import { lineageRoutes } from './lineage/routes.ts'
import { loggedModelRoutes } from './logged-models/routes.ts'
import { mountMetricExport } from './metrics/export.ts'
import { metricRoutes } from './metrics/routes.ts'
import { promptRoutes } from './prompts/routes.ts'
import { registryRoutes } from './registry/routes.ts'
import { mountRunExport } from './runs/export.ts'
import { runRoutes } from './runs/routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'

/** The table of contents: every capability of the server. */
export async function createApp(deps: Deps, config: Config): Promise<FastifyInstance> {
  const routes = [
    ...experimentRoutes,
    ...runRoutes,
    ...metricRoutes,
    ...datasetRoutes,
    ...evaluationDatasetRoutes,
    ...loggedModelRoutes,
    ...webhookRoutes,
    ...registryRoutes,
    ...promptRoutes,
    ...lineageRoutes,
    ...artifactRoutes,
    ...gcRoutes,
  ].map((route) => (isServed(route, config) ? route : { ...route, verb: () => refuseTracking(route) }))
  const prefix = config.staticPrefix
  const metrics = config.prometheus ? createMetrics() : undefined
  const door = createDoor({ ...config.security, prefix })
  const mounting: Mounting = { deps, door, metrics, userHeader: config.userHeader, prefix }
  const app = Fastify({
    serverFactory: serverWithFastLane(routes, mounting),
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 4096 },
  })
  mountGate(app, mounting)
  mountErrors(app, deps)
  mountRoutes(app, routes, mounting)
  mountArtifacts(app, deps, config)
  mountStatus(app, deps, config, metrics)
  if (config.artifactsOnly) return app
  mountArtifactViews(app, deps, prefix)
  mountEvents(app, deps, prefix)
  mountRunExport(app, deps, prefix)
  mountMetricExport(app, deps, prefix)
  mountDocs(app, prefix, findDocs())
  await mountUi(app, config.uiRoot, prefix)
  return app
}

const PROXY = ['2.0/mlflow-artifacts/', '3.0/millrace/artifacts/uploads/']

/** With `--artifacts-only` nothing but the artifact proxy is served. */
function isServed({ endpoint }: Route, { artifactsOnly }: Config): boolean {
  return !artifactsOnly || PROXY.some((start) => endpoint.path.startsWith(start))
}

async function refuseTracking({ endpoint }: Route): Promise<never> {
  throw new MlflowError(
    'TEMPORARILY_UNAVAILABLE',
    `Endpoint: ${endpoint.path} disabled due to the mlflow server running in \`--artifacts-only\` mode. To enable tracking server functionality, run \`mlflow server\` without \`--artifacts-only\`.`,
  )
}
