import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What `--expose-prometheus` shows. */
export interface Metrics {
  observe(method: string, path: string, status: number, milliseconds: number): void
  /** The Prometheus text. */
  text(): Promise<string>
}

/** Those of MLflow's exporter, which dashboards name, and finer ones below. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/**
 * Counts and times requests under the names and labels of MLflow's exporter, beside the process's own figures. The path
 * is a label more.
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const total = new Counter({
    name: 'mlflow_http_request_total',
    help: 'Total number of HTTP requests',
    labelNames: ['method', 'path', 'status'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'mlflow_http_request_duration_seconds',
    help: 'HTTP request duration in seconds',
    labelNames: ['method', 'path', 'status', 'mlflow_version'],
    buckets: BUCKETS,
    registers: [registry],
  })
  const exceptions = new Counter({
    name: 'mlflow_http_request_exceptions_total',
    help: 'Total number of HTTP requests which resulted in an exception',
    labelNames: ['method', 'path', 'status'],
    registers: [registry],
  })
  new Gauge({
    name: 'mlflow_exporter_info',
    help: 'The release whose figures these are like',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: MLFLOW_VERSION }, 1)
  return {
    observe(method, path, status, milliseconds) {
      const labels = { method, path, status: String(status) }
      total.inc(labels)
      duration.observe({ ...labels, mlflow_version: MLFLOW_VERSION }, milliseconds / 1000)
      if (status >= 500) exceptions.inc(labels)
    },
    text: () => registry.metrics(),
  }
}
