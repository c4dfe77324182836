import { cut, isLonger, LIMITS } from '@millrace/contract'
import type { Client } from './client.ts'
import { type Loggable, textOf } from './content/text.ts'
import { InvalidValueError, type MillraceError } from './errors.ts'
import { keyTrouble } from './logging/key.ts'
import type { Outlet } from './logging/outlet.ts'
import { doubleText } from './logging/point-queue.ts'
import type { LoggingFailure } from './logging/report.ts'
import { asMillraceError, type QueueOptions, RunLog } from './logging/run-log.ts'
import { RunFiles } from './run-files.ts'
import type { RunInfo, RunStatus } from './runs.ts'
import type { Int } from './wire.ts'

/** Where a value of a metric belongs. */
export interface MetricOptions {
  /** 0 if not given. */
  readonly step?: Int
  /** Now if not given. */
  readonly timestamp?: Date | number
  /** The logged model that was measured. */
  readonly modelId?: string
  /** The data set on which it was measured. */
  readonly dataset?: { readonly name: string; readonly digest: string }
}

/** What a run needs from its tracker. */
export interface RunSetting {
  readonly client: Client
  readonly outlet: Outlet
  readonly queue: QueueOptions
  /** Whether params and tags that are too long are cut; else they are refused. */
  readonly truncate: boolean
  readonly report: (error: MillraceError, failure: LoggingFailure) => void
  /** @throws what `onError` threw since the last call */
  readonly rethrow: () => void
  readonly onEnd: (run: Run) => void
}

/** Below `/api/`. */
const UPDATE_RUN = '2.0/mlflow/runs/update'

const MAX_LENGTH = { params: LIMITS.paramValueLength, tags: LIMITS.tagValueLength } as const

/** How a run ends. */
export type EndStatus = Exclude<RunStatus, 'running' | 'scheduled'>

/**
 * A run that is being logged to. Metrics, params and tags are queued and sent in the background; files are sent when they
 * are logged. Nothing of it throws into the training: trouble goes to `onError`.
 *
 * @example
 * ```ts
 * await withRun({ name: 'first' }, async (run) => {
 *   run.logParams({ optimizer: 'adam', rate: 0.01 })
 *   for (let step = 0; step < 1000; step++) run.logMetric('loss', train(), { step })
 *   await run.logText('It went well.', 'notes.txt')
 * })
 * ```
 */
export class Run extends RunFiles {
  readonly #setting: RunSetting
  readonly #log: RunLog
  readonly #series = new Map<string, string>()
  #ending: Promise<void> | undefined
  #hasEnded = false
  #stop: (() => Promise<void>) | undefined

  /** @internal */
  constructor(info: RunInfo, setting: RunSetting) {
    super(info, setting.client, setting.report)
    this.#setting = setting
    this.#log = new RunLog(info.runId, setting.outlet, setting.queue, setting.report)
  }

  /**
   * Queues a value of a metric; NaN and infinities are values too.
   * @returns when there is room again, where the queue is full: await it in a loop that logs faster than the network
   * @example
   * ```ts
   * run.logMetric('loss', loss, { step })
   * ```
   */
  logMetric(key: string, value: number | bigint, options?: MetricOptions): Promise<void> | undefined {
    if (this.#hasEnded) return this.#refuse(`metric '${key}'`, 'the run has ended')
    const number = typeof value === 'bigint' ? Number(value) : value
    if (typeof number !== 'number') return this.#refuse(`metric '${key}'`, `it is ${typeof value}, no number`)
    const time = options?.timestamp
    const timestamp = time === undefined ? Date.now() : Math.trunc(Number(time))
    const step = options?.step ?? 0
    if (!Number.isSafeInteger(timestamp)) return this.#refuse(`metric '${key}'`, 'its timestamp is no time')
    const series = this.#seriesOf(key, options)
    if (series === undefined) return undefined
    if (typeof step === 'bigint') return this.#addExact(key, series, number, timestamp, step)
    if (!Number.isSafeInteger(step))
      return this.#refuse(`metric '${key}'`, `its step is ${step}, no whole number`)
    return this.#log.addPoint(series, number, timestamp, step)
  }

  /**
   * Several metrics at one time and step.
   * @example
   * ```ts
   * run.logMetrics({ loss, accuracy }, { step: epoch })
   * ```
   */
  logMetrics(
    metrics: Readonly<Record<string, number | bigint>>,
    options: MetricOptions = {},
  ): Promise<void> | undefined {
    const together = { ...options, timestamp: options.timestamp ?? Date.now() }
    let room: Promise<void> | undefined
    for (const key of Object.keys(metrics))
      room = this.logMetric(key, metrics[key] as number, together) ?? room
    return room
  }

  /**
   * Queues a param: what was decided before the run. It can be set once; objects are kept as JSON.
   * @example
   * ```ts
   * run.logParam('optimizer', 'adam')
   * ```
   */
  logParam(key: string, value: Loggable): Promise<void> | undefined {
    return this.#addText('params', key, value)
  }

  /**
   * Several params.
   * @example
   * ```ts
   * run.logParams({ optimizer: 'adam', layers: [64, 32] })
   * ```
   */
  logParams(params: Readonly<Record<string, Loggable>>): Promise<void> | undefined {
    return this.#addTexts('params', params)
  }

  /**
   * Queues a tag; a later value takes the place of an earlier one.
   * @example
   * ```ts
   * run.setTag('stage', 'trial')
   * ```
   */
  setTag(key: string, value: Loggable): Promise<void> | undefined {
    return this.#addText('tags', key, value)
  }

  /**
   * Several tags.
   * @example
   * ```ts
   * run.setTags({ stage: 'trial', team: 'risk' })
   * ```
   */
  setTags(tags: Readonly<Record<string, Loggable>>): Promise<void> | undefined {
    return this.#addTexts('tags', tags)
  }

  /**
   * Done when everything logged before is with the server; or, while that is away, in the spool if there is one.
   * @throws only what `onError` threw
   * @example
   * ```ts
   * await run.flush()
   * ```
   */
  async flush(): Promise<void> {
    await this.#log.flush()
    this.#setting.rethrow()
  }

  /**
   * Sends what waits and ends the run. {@link Tracker.withRun} does it by itself.
   * @example
   * ```ts
   * await run.end('failed')
   * ```
   */
  async end(status: EndStatus = 'finished'): Promise<void> {
    this.#ending ??= this.#end(status)
    await this.#ending
    this.#setting.rethrow()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
  }

  /** What logs to it by itself, and must stop before it ends. @internal */
  stopWith(stop: () => Promise<void>): void {
    this.#stop = stop
  }

  /** Puts what waits where it survives the process. @returns how many values are lost. @internal */
  abandon(): number {
    return this.#log.flushNow()
  }

  async #end(status: EndStatus): Promise<void> {
    await this.#stop?.()
    this.#hasEnded = true
    await this.#log.flush()
    const body = { run_id: this.runId, status: status.toUpperCase(), end_time: Date.now() }
    const parcel = { runId: this.runId, path: UPDATE_RUN, body: JSON.stringify(body), count: 1 }
    try {
      await this.#setting.outlet.send(parcel)
      await this.#setting.outlet.settled()
    } catch (error) {
      this.#setting.report(asMillraceError(error), { runId: this.runId, lost: 1, what: 'the end of the run' })
    }
    this.#setting.onEnd(this)
  }

  #addTexts(list: 'params' | 'tags', texts: Readonly<Record<string, Loggable>>): Promise<void> | undefined {
    let room: Promise<void> | undefined
    for (const [key, value] of Object.entries(texts)) room = this.#addText(list, key, value) ?? room
    return room
  }

  #addText(list: 'params' | 'tags', key: string, value: Loggable): Promise<void> | undefined {
    const what = `${list === 'params' ? 'param' : 'tag'} '${key}'`
    const trouble = this.#hasEnded ? 'the run has ended' : keyTrouble(key)
    if (trouble !== undefined) return this.#refuse(what, trouble)
    try {
      const text = this.#fitted(list, what, textOf(value))
      return this.#log.addEntry({ list, key, json: JSON.stringify({ key, value: text }) })
    } catch (error) {
      return this.#refuse(what, asMillraceError(error).message)
    }
  }

  /** Longer texts are cut by the server too, but it tells nobody. @throws InvalidValueError where they shall not be cut */
  #fitted(list: 'params' | 'tags', what: string, text: string): string {
    const limit = MAX_LENGTH[list]
    if (!isLonger(text, limit)) return text
    if (!this.#setting.truncate) throw new InvalidValueError(`it is longer than ${limit} characters`)
    this.#tell(`the end of the ${what}`, `The ${what} is cut: it is longer than ${limit} characters.`, 0)
    return cut(text, limit)
  }

  /** A step beyond 2^53 does not fit a column of numbers. */
  #addExact(key: string, series: string, value: number, timestamp: number, step: bigint) {
    if (Number.isSafeInteger(Number(step))) {
      return this.#log.addPoint(series, value, timestamp, Number(step))
    }
    if (BigInt.asIntN(64, step) !== step)
      return this.#refuse(`metric '${key}'`, `its step ${step} does not fit 64 bits`)
    const json = `${series}${doubleText(value)},"timestamp":${timestamp},"step":${step}}`
    return this.#log.addEntry({ list: 'metrics', key: `${key}\0${step}`, json })
  }

  /** @returns undefined where the name is refused */
  #seriesOf(key: string, options: MetricOptions | undefined): string | undefined {
    const known = this.#series.get(key)
    const trouble = known === undefined ? keyTrouble(key) : undefined
    if (trouble !== undefined) return this.#refuse(`metric '${key}'`, trouble)
    if (options?.modelId !== undefined || options?.dataset !== undefined) return seriesText(key, options)
    if (known !== undefined) return known
    const made = seriesText(key, {})
    this.#series.set(key, made)
    return made
  }

  #refuse(what: string, why: string): undefined {
    this.#tell(`the ${what}`, `The ${what}: ${why}.`, 1)
  }

  #tell(what: string, message: string, lost: number): void {
    this.#setting.report(new InvalidValueError(message), { runId: this.runId, lost, what })
  }
}

function seriesText(key: string, { modelId, dataset }: MetricOptions): string {
  const common = { key, model_id: modelId, dataset_name: dataset?.name, dataset_digest: dataset?.digest }
  return `${JSON.stringify(common).slice(0, -1)},"value":`
}
