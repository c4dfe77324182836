import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What `--expose-prometheus` shows. */
export interface Metrics {
  observe(method: string, path: string, status: number, milliseconds: number): void
  /** The Prometheus text. */
  text(): Promise<string>
}

/** Counts and times requests, under the names that MLflow's exporter uses, beside the process's own figures. */
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
    labelNames: ['method', 'path', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    observe(method, path, status, milliseconds) {
      const labels = { method, path, status: String(status) }
      total.inc(labels)
      duration.observe(labels, milliseconds / 1000)
    },
    text: () => registry.metrics(),
  }
}
