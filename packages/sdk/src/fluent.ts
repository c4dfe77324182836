import type { Experiment } from './experiments.ts'
import type { ModelVersion } from './registry-types.ts'
import type { Run } from './run.ts'
import type { RunsFound } from './run-rows.ts'
import type { RunOptions } from './start-run.ts'
import { Tracker, type TrackerOptions, type TrackerSearch } from './tracker.ts'
import type { CallOptions } from './transport.ts'
import type { Texts } from './wire.ts'

let options: TrackerOptions = {}
let shared: Tracker | undefined

/**
 * The tracker that the functions of this package share, made at their first use.
 * @example
 * ```ts
 * const { client } = tracker()
 * ```
 */
export function tracker(): Tracker {
  shared ??= new Tracker(options)
  return shared
}

/**
 * Says where the shared tracker logs, and how; before it is used, or to go on elsewhere from then on.
 * @example
 * ```ts
 * await configure({ trackingUri: 'http://localhost:5000', spool: 'unsent.jsonl' })
 * ```
 */
export async function configure(changed: TrackerOptions): Promise<void> {
  const before = shared
  options = changed
  shared = undefined
  await before?.close()
}

/**
 * {@link Tracker.setExperiment} of the shared tracker.
 * @example
 * ```ts
 * await setExperiment('churn')
 * ```
 */
export function setExperiment(name: string, tags?: Texts): Promise<Experiment | undefined> {
  return tracker().setExperiment(name, tags)
}

/**
 * {@link Tracker.withRun} of the shared tracker.
 * @example
 * ```ts
 * await withRun({ name: 'first' }, async (run) => run.logMetric('auc', 0.91))
 * ```
 */
export function withRun<T>(work: (run: Run) => T | Promise<T>): Promise<T>
export function withRun<T>(options: RunOptions, work: (run: Run) => T | Promise<T>): Promise<T>
export function withRun<T>(
  first: RunOptions | ((run: Run) => T | Promise<T>),
  second?: (run: Run) => T | Promise<T>,
): Promise<T> {
  if (typeof first === 'function') return tracker().withRun(first)
  return tracker().withRun(first, second as (run: Run) => T | Promise<T>)
}

/**
 * {@link Tracker.startRun} of the shared tracker.
 * @example
 * ```ts
 * await using run = await startRun({ name: 'first' })
 * ```
 */
export function startRun(options?: RunOptions): Promise<Run> {
  return tracker().startRun(options)
}

/**
 * {@link Tracker.activeRun} of the shared tracker.
 * @example
 * ```ts
 * activeRun()?.setTag('stage', 'trial')
 * ```
 */
export function activeRun(): Run | undefined {
  return tracker().activeRun
}

/**
 * {@link Tracker.searchRuns} of the shared tracker.
 * @example
 * ```ts
 * const rows = await searchRuns({ filter: 'metrics.loss < 0.2' }).rows(10)
 * ```
 */
export function searchRuns(search?: TrackerSearch, options?: CallOptions): RunsFound {
  return tracker().searchRuns(search, options)
}

/**
 * {@link Tracker.loadArtifact} of the shared tracker.
 * @example
 * ```ts
 * const text = await (await loadArtifact(`runs:/${runId}/notes.txt`)).text()
 * ```
 */
export function loadArtifact(uri: string, options?: CallOptions): Promise<Response> {
  return tracker().loadArtifact(uri, options)
}

/**
 * {@link Tracker.registerModel} of the shared tracker.
 * @example
 * ```ts
 * const { version } = await registerModel(`models:/${modelId}`, 'churn')
 * ```
 */
export function registerModel(uri: string, name: string, tags?: Texts): Promise<ModelVersion> {
  return tracker().registerModel(uri, name, tags)
}
