import { Counter, Gauge, Histogram, Registry } from 'prom-client'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** What Prometheus is told of a scoring server. */
export interface ScoringMetrics {
  readonly contentType: string
  observe(status: number, seconds: number): void
  text(): Promise<string>
}

/** @param pending requests that wait or are worked on now */
export function scoringMetrics(pending: () => number): ScoringMetrics {
  const registers = [new Registry()]
  const [register] = registers as [Registry]
  const requests = new Counter({
    name: 'millrace_scoring_requests_total',
    help: 'Scoring requests, by HTTP status.',
    labelNames: ['status'],
    registers,
  })
  const duration = new Histogram({
    name: 'millrace_scoring_duration_seconds',
    help: 'Time from a scoring request to its answer.',
    buckets: SECONDS,
    registers,
  })
  new Gauge({
    name: 'millrace_scoring_pending',
    help: 'Scoring requests that wait or are worked on.',
    registers,
    collect() {
      this.set(pending())
    },
  })
  return {
    contentType: register.contentType,
    observe(status, seconds) {
      requests.inc({ status: String(status) })
      duration.observe(seconds)
    },
    text: () => register.metrics(),
  }
}
