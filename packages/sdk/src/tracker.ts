import { platform } from '#platform'
import { Client } from './client.ts'
import { InvalidValueError } from './errors.ts'
import { ExperimentChoice } from './experiment-choice.ts'
import type { Experiment } from './experiments.ts'
import { isLater, laterRecord, newLaterId, SPOOLED_AS } from './later-run.ts'
import { loadArtifact } from './load-artifact.ts'
import { isAway } from './logging/deliver.ts'
import { DirectOutlet } from './logging/direct.ts'
import { ErrorDesk } from './logging/error-desk.ts'
import type { Outlet } from './logging/outlet.ts'
import type { OnError } from './logging/report.ts'
import type { QueueOptions } from './logging/run-log.ts'
import { type ClientOptions, type Env, flag } from './options.ts'
import { registerModel } from './register-model.ts'
import type { ModelVersion } from './registry-types.ts'
import { type EndStatus, Run, type RunSetting } from './run.ts'
import type { RunsFound } from './run-rows.ts'
import type { RunRecord, RunSearch } from './runs.ts'
import { openRun, type RunOptions, runFields } from './start-run.ts'
import type { CallOptions } from './transport.ts'
import type { Texts } from './wire.ts'

/** How a tracker logs. */
export interface TrackerOptions extends ClientOptions, Partial<QueueOptions> {
  /** Decides what becomes of trouble with logging; if not given, each kind is told once on the console. */
  readonly onError?: OnError
  /** Milliseconds that a server that is away is waited for; ten minutes if not given. With a spool nothing waits. */
  readonly patience?: number
  /** A file on this machine that keeps what the server has not taken yet; see {@link sync}. */
  readonly spool?: string
  /** Whether runs log how busy the machine is; otherwise `MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING`. */
  readonly systemMetrics?: boolean
}

/** Which runs to look for; in the tracker's experiment if none is named. */
export interface TrackerSearch extends Omit<RunSearch, 'experimentIds'> {
  readonly experimentIds?: readonly string[]
  readonly experimentNames?: readonly string[]
}

const DEFAULTS = { linger: 100, highWater: 200_000, capacity: 4_000_000, patience: 600_000 }

/**
 * Logs runs to one tracking store. The functions of this package that are called as its methods are share one that is made
 * at their first use.
 *
 * @example
 * ```ts
 * await using tracker = new Tracker({ trackingUri: 'http://localhost:5000', spool: 'unsent.jsonl' })
 * await tracker.setExperiment('churn')
 * await tracker.withRun({ name: 'first' }, async (run) => run.logMetric('auc', 0.91))
 * ```
 */
export class Tracker {
  readonly client: Client
  readonly #options: TrackerOptions
  readonly #env: Env
  readonly #outlet: Outlet
  readonly #desk: ErrorDesk
  readonly #context = platform.newContext<readonly Run[]>()
  readonly #active = new Set<Run>()
  readonly #experiment: ExperimentChoice
  #release: (() => void) | undefined

  /** @throws InvalidValueError where the options cannot be used */
  constructor(options: TrackerOptions = {}) {
    // A server that is away is to be noticed soon where a spool bridges that.
    this.client = new Client(options.spool === undefined ? options : { maxRetries: 1, ...options })
    this.#options = options
    this.#env = options.env ?? platform.env
    this.#experiment = new ExperimentChoice(this.client, this.#env)
    this.#desk = new ErrorDesk(options.onError)
    const report = this.#desk.report
    this.#outlet =
      options.spool === undefined
        ? new DirectOutlet(this.client.transport, options.patience ?? DEFAULTS.patience, report)
        : platform.openSpool(options.spool, this.client, report)
  }

  /** The run that {@link withRun} has brought here, the innermost one. */
  get activeRun(): Run | undefined {
    return this.#context.get()?.at(-1)
  }

  /**
   * Makes this the experiment of all runs from now on; it is created if it is not there.
   * @returns undefined where the server is away and a spool bridges that
   * @throws InvalidValueError where it is deleted
   * @example
   * ```ts
   * await tracker.setExperiment('churn', { team: 'risk' })
   * ```
   */
  async setExperiment(name: string, tags?: Texts): Promise<Experiment | undefined> {
    try {
      return await this.#experiment.choose(name, tags)
    } catch (error) {
      if (!this.#outlet.beginLater || !isAway(error)) throw error
      this.#experiment.chooseLater(name)
      return undefined
    }
  }

  /**
   * A run that lasts as long as the function: finished when it returns, failed when it throws.
   * @example
   * ```ts
   * await tracker.withRun({ name: 'sweep' }, async () => {
   *   for (const rate of [0.1, 0.01]) {
   *     await tracker.withRun({ name: `rate ${rate}`, nested: true }, async (run) => run.logParam('rate', rate))
   *   }
   * })
   * ```
   */
  withRun<T>(work: (run: Run) => T | Promise<T>): Promise<T>
  withRun<T>(options: RunOptions, work: (run: Run) => T | Promise<T>): Promise<T>
  async withRun<T>(
    first: RunOptions | ((run: Run) => T | Promise<T>),
    second?: (run: Run) => T | Promise<T>,
  ): Promise<T> {
    const [options, work] = typeof first === 'function' ? [{}, first] : [first, second]
    if (work === undefined) throw new InvalidValueError('withRun needs the function that the run is for.')
    const run = await this.startRun(options)
    try {
      const result = await this.#context.run([...(this.#context.get() ?? []), run], async () => work(run))
      await run.end('finished')
      return result
    } catch (error) {
      await this.#endAfter(run, error)
      throw error
    }
  }

  /**
   * A run that lasts until its `end()`, or the end of the block with `await using`.
   * @throws InvalidValueError where a run is active and `nested` is not given
   * @example
   * ```ts
   * await using run = await tracker.startRun({ name: 'first' })
   * ```
   */
  async startRun(options: RunOptions = {}): Promise<Run> {
    const parent = this.activeRun
    if (parent !== undefined && !options.nested) {
      throw new InvalidValueError(
        `The run ${parent.runId} is active here: give 'nested: true' to start another one within it.`,
      )
    }
    const parentRunId = options.parentRunId ?? parent?.runId
    const record = await this.#openRun({ ...options, ...(parentRunId !== undefined && { parentRunId }) })
    const run = new Run(record, this.#setting())
    this.#watch(run, options.systemMetrics, nextSystemStep(record))
    return run
  }

  /**
   * Runs of the tracker's experiment, or of those named.
   * @example
   * ```ts
   * const rows = await tracker.searchRuns({ filter: 'metrics.loss < 0.2' }).rows(10)
   * ```
   */
  searchRuns(search: TrackerSearch = {}, options?: CallOptions): RunsFound {
    const { experimentNames, experimentIds, ...rest } = search
    return this.client.runs.searchIn(() => this.#searched(experimentIds, experimentNames), rest, options)
  }

  /**
   * {@link loadArtifact}
   * @example
   * ```ts
   * const text = await (await tracker.loadArtifact('models:/churn@champion/MLmodel')).text()
   * ```
   */
  loadArtifact(uri: string, options?: CallOptions): Promise<Response> {
    return loadArtifact(this.client, uri, options)
  }

  /**
   * {@link registerModel}
   * @example
   * ```ts
   * const { version } = await tracker.registerModel(`runs:/${runId}/model`, 'churn')
   * ```
   */
  registerModel(uri: string, name: string, tags?: Texts): Promise<ModelVersion> {
    return registerModel(this.client, uri, name, tags)
  }

  /**
   * Done when everything logged so far by any run is with the server, or in the spool.
   * @example
   * ```ts
   * await tracker.flush()
   * ```
   */
  async flush(): Promise<void> {
    await Promise.all(Array.from(this.#active, (run) => run.flush()))
  }

  /**
   * Sends what waits, ends the runs that are still active, closes what is open.
   * @example
   * ```ts
   * await tracker.close()
   * ```
   */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#active, (run) => run.end()))
    await this.#outlet.close()
    await this.client.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #openRun(options: RunOptions): Promise<RunRecord> {
    if (!this.#outlet.beginLater) return this.#openNow(options, {})
    const parentRunId = options.parentRunId && this.#outlet.serverId(options.parentRunId)
    const known = { ...options, ...(parentRunId && { parentRunId }) }
    const laterId = newLaterId()
    // A parent that waits to be begun comes first.
    if (parentRunId !== undefined && isLater(parentRunId)) return this.#openLater(known, laterId)
    try {
      // The mark finds a run that was created though the answer got lost.
      return await this.#openNow(known, { [SPOOLED_AS]: laterId })
    } catch (error) {
      if (!isAway(error)) throw error
      return this.#openLater(known, laterId)
    }
  }

  async #openNow(options: RunOptions, mark: Texts): Promise<RunRecord> {
    const experimentId = options.experimentId ?? (await this.#experiment.current())
    return openRun(this.client, this.#env, { ...options, experimentId, mark })
  }

  async #openLater(options: RunOptions, laterId: string): Promise<RunRecord> {
    const { experimentId } = options
    const where = experimentId === undefined ? this.#experiment.wanted : { experimentId }
    const later = { ...(await runFields(options)), ...where }
    await this.#outlet.beginLater?.(laterId, later)
    return laterRecord(laterId, later)
  }

  #setting(): RunSetting {
    const { linger, highWater, capacity } = { ...DEFAULTS, ...this.#options }
    return {
      client: this.client,
      outlet: this.#outlet,
      queue: { linger, highWater, capacity },
      truncate: flag(this.#env.MLFLOW_TRUNCATE_LONG_VALUES) ?? true,
      report: this.#desk.report,
      rethrow: this.#desk.rethrow,
      onEnd: (run) => this.#unwatch(run),
    }
  }

  /** The error of the work is what counts; what logging adds to it is told, not thrown. */
  async #endAfter(run: Run, error: unknown): Promise<void> {
    const status: EndStatus = error instanceof Error && error.name === 'AbortError' ? 'killed' : 'failed'
    await run.end(status).catch(() => {})
  }

  #watch(run: Run, systemMetrics = this.#options.systemMetrics, firstStep: number): void {
    this.#active.add(run)
    this.#release ??= platform.onEnding({
      killed: async () => {
        await Promise.all(Array.from(this.#active, (one) => one.end('killed')))
      },
      gone: () => Array.from(this.#active, (one) => one.abandon()).reduce((sum, lost) => sum + lost, 0),
    })
    if (systemMetrics ?? flag(this.#env.MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING)) {
      run.stopWith(platform.startSystemMetrics(run, this.#env, firstStep))
    }
  }

  #unwatch(run: Run): void {
    this.#active.delete(run)
    if (this.#active.size > 0) return
    this.#release?.()
    this.#release = undefined
  }

  async #searched(ids: readonly string[] = [], names: readonly string[] = []): Promise<readonly string[]> {
    if (ids.length === 0 && names.length === 0) return [await this.#experiment.current()]
    const named = await Promise.all(names.map((name) => this.client.experiments.getByName(name)))
    return [...ids, ...named.flatMap((experiment) => (experiment ? [experiment.experimentId] : []))]
  }
}

/** A run that is gone on with goes on with its system metrics too. */
function nextSystemStep({ latestMetrics }: RunRecord): number {
  const steps = latestMetrics
    .filter(({ key }) => key.startsWith('system/'))
    .map(({ step }) => Number(step) + 1)
  return Math.max(0, ...steps)
}
