import type { Metric, Run } from '@millrace/contract'
import { colourOf } from '../runs/run-colours.ts'

/** A run as charts need it. */
export interface ChartRun {
  id: string
  name: string
  experimentId: string
  color: string
  /** The latest point of each of its metrics. */
  latest: ReadonlyMap<string, Metric>
  /** Not all of its metrics are there: a chart asks for its own. */
  partial?: boolean
}

const known = new WeakMap<Run, ChartRun>()

/** A run may have thousands of metrics, and each chart asks for one: they are indexed once. */
export function toChartRun(run: Run): ChartRun {
  let found = known.get(run)
  if (!found) {
    const id = run.info?.run_id ?? ''
    const latest = new Map((run.data?.metrics ?? []).map((metric) => [metric.key ?? '', metric]))
    const { run_name, experiment_id = '' } = run.info ?? {}
    found = { id, name: run_name || id, experimentId: experiment_id, color: colourOf(run), latest }
    known.set(run, found)
  }
  return found
}

/** Never past its first step in any of the runs, as far as is known without its history. */
export const isSingle = (runs: readonly ChartRun[], key: string): boolean =>
  runs.every(({ latest }) => (latest.get(key)?.step ?? 0) === 0)

/** The metrics that are one value in each run; those of which nothing is known are not among them. */
export function singlesOf(runs: readonly ChartRun[]): ReadonlySet<string> {
  const singles = new Set<string>()
  const curves = new Set<string>()
  for (const { latest } of runs)
    for (const [key, { step = 0 }] of latest) (Number(step) === 0 ? singles : curves).add(key)
  return singles.difference(curves)
}

/** Changes when, and only when, the metric has grown. */
export const versionOf = ({ latest }: ChartRun, key: string): string | undefined => {
  const metric = latest.get(key)
  return metric && `${metric.step ?? 0}:${metric.timestamp ?? 0}:${metric.value}`
}
