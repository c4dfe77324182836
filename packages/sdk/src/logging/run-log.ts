import { MillraceError } from '../errors.ts'
import { type Entry, takeBatch } from './batch.ts'
import { ByteSink } from './byte-sink.ts'
import { LOG_BATCH } from './deliver.ts'
import type { Outlet, Parcel } from './outlet.ts'
import { PointQueue, type Series } from './point-queue.ts'
import type { LoggingFailure } from './report.ts'

/** How a run's logging is queued. */
export interface QueueOptions {
  /** Milliseconds that a value waits for others to go with it. */
  readonly linger: number
  /** So many values are queued before logging asks its caller to wait. */
  readonly highWater: number
  /** So many values are queued at most; what a caller who never waits logs beyond that is lost, and told. */
  readonly capacity: number
}

/** This many wait: there is enough for a full batch. */
const FULL_BATCH = 1000

/** The queue of one run, and the one who empties it. */
export class RunLog {
  readonly #runId: string
  readonly #outlet: Outlet
  readonly #options: QueueOptions
  readonly #report: (error: MillraceError, failure: LoggingFailure) => void
  readonly #points = new PointQueue()
  readonly #entries: Entry[] = []
  readonly #sink = new ByteSink()
  #timer: ReturnType<typeof setTimeout> | undefined
  #pumping: Promise<void> | undefined
  /** What the outlet has taken and is not done with. */
  #current: Parcel | undefined
  #room: PromiseWithResolvers<void> | undefined

  constructor(
    runId: string,
    outlet: Outlet,
    options: QueueOptions,
    report: (error: MillraceError, failure: LoggingFailure) => void,
  ) {
    this.#runId = runId
    this.#outlet = outlet
    this.#options = options
    this.#report = report
  }

  /** How many values wait. */
  get length(): number {
    return this.#points.length + this.#entries.length
  }

  /** @returns when there is room again, where the queue is full */
  addPoint(series: Series, value: number, timestamp: number, step: number): Promise<void> | undefined {
    const { length } = this
    if (length >= this.#options.capacity) return this.#overflow()
    this.#points.push(series, value, timestamp, step)
    return this.#added(length)
  }

  /** A param, a tag, or a metric that does not fit the columns. */
  addEntry(entry: Entry): Promise<void> | undefined {
    const { length } = this
    if (length >= this.#options.capacity) return this.#overflow()
    this.#entries.push(entry)
    return this.#added(length)
  }

  /** Done when all that was added before is with the outlet, and there is nothing under way there. */
  async flush(): Promise<void> {
    while (this.length > 0 || this.#pumping) await this.#pump()
    await this.#outlet.settled()
  }

  /** Hands over what waits, without waiting. @returns how many values could not be */
  flushNow(): number {
    let lost = 0
    let parcel = this.#current ?? this.#parcel()
    for (; parcel.count > 0; parcel = this.#parcel()) {
      if (!this.#outlet.sendNow(parcel)) lost += parcel.count
    }
    this.#current = undefined
    return lost
  }

  #added(before: number): Promise<void> | undefined {
    // Only the first value of a batch, and the last, change what is to be done.
    if (before === 0) this.#timer ??= setTimeout(() => this.#pump(), this.#options.linger)
    else if (before === FULL_BATCH && !this.#pumping) setTimeout(() => this.#pump(), 0)
    if (before < this.#options.highWater) return undefined
    this.#room ??= Promise.withResolvers<void>()
    return this.#room.promise
  }

  #pump(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pumping ??= this.#empty().finally(() => {
      this.#pumping = undefined
    })
    return this.#pumping
  }

  async #empty(): Promise<void> {
    while (this.length > 0) {
      const parcel = this.#parcel()
      this.#current = parcel
      try {
        await this.#outlet.send(parcel)
      } catch (error) {
        // Whatever it is, the training goes on.
        const failure = { runId: this.#runId, lost: parcel.count, what: `${parcel.count} values` }
        this.#report(asMillraceError(error), failure)
      } finally {
        this.#current = undefined
      }
      if (this.length < this.#options.highWater / 2) this.#openRoom()
    }
    this.#openRoom()
  }

  #parcel(): Parcel {
    const count = takeBatch(this.#runId, this.#points, this.#entries, this.#sink)
    return { runId: this.#runId, path: LOG_BATCH, body: this.#sink.view(), count }
  }

  #openRoom(): void {
    this.#room?.resolve()
    this.#room = undefined
  }

  #overflow(): Promise<void> | undefined {
    const error = new MillraceError(
      `More than ${this.#options.capacity} values wait: await what logMetric returns in a loop that logs faster than the server takes.`,
    )
    this.#report(error, { runId: this.#runId, lost: 1, what: 'a value' })
    return this.#room?.promise
  }
}

/** Any error as one of this package. */
export function asMillraceError(error: unknown): MillraceError {
  if (error instanceof MillraceError) return error
  return new MillraceError(error instanceof Error ? error.message : String(error), { cause: error })
}
