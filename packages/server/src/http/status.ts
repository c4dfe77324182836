import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Metrics } from './metrics.ts'

const UNMEASURED = { config: { unmeasured: true } }

/** Probes and what clients ask a server about itself. */
export function mountStatus(
  app: FastifyInstance,
  { proxied }: Pick<Deps, 'proxied'>,
  config: Config,
  metrics: Metrics | undefined,
): void {
  const prefix = config.staticPrefix
  app.get(`${prefix}/health`, UNMEASURED, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('OK'),
  )
  // MLflow's own type for it, though it is no HTML.
  app.get(`${prefix}/version`, UNMEASURED, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(MLFLOW_VERSION),
  )
  for (const root of ['api', 'ajax-api']) {
    app.get(`${prefix}/${root}/3.0/mlflow/server-info`, async () => ({
      store_type: 'SqlStore',
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: proxied?.direct !== undefined,
      // Clients that are told so do not fall back when it fails.
      multipart_downloads_enabled: proxied?.direct?.alwaysSigns === true,
      // What the requests may name; what a store can do is told by its answers.
      presigned_upload_run_id_supported: true,
      presigned_upload_model_id_supported: true,
    }))
  }
  if (!metrics) return
  // MLflow's exporter knows no prefix, so scrapers ask at the root.
  for (const path of new Set(['/metrics', `${prefix}/metrics`])) {
    app.get(path, UNMEASURED, async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text()),
    )
  }
}
