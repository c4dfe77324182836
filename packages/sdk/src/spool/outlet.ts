import type { Client } from '../client.ts'
import { ConnectionError, type MillraceError, SpoolError } from '../errors.ts'
import type { LaterRun } from '../later-run.ts'
import { deliver, isAway } from '../logging/deliver.ts'
import { bodyText, type Outlet, type Parcel } from '../logging/outlet.ts'
import type { LoggingFailure } from '../logging/report.ts'
import { deliverSpooled, NEW_RUN } from './deliver.ts'
import { SpoolFile } from './file.ts'

type Report = (error: MillraceError, failure: LoggingFailure) => void

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

/**
 * Writes to disk first, and from there to the server: what it has taken survives the server's absence and the process's end.
 * What is sent is struck off; what a crash leaves unsure is sent again, which the server takes for what it is.
 */
export class SpoolOutlet implements Outlet {
  readonly #client: Client
  readonly #report: Report
  readonly #file: SpoolFile
  #appending: Promise<void> = Promise.resolve()
  #sending: Promise<void> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #pause = FIRST_PAUSE_MS
  #isAway = false

  /** @throws SpoolError where another process is at the spool */
  constructor(path: string, client: Client, report: Report) {
    this.#client = client
    this.#report = report
    this.#file = new SpoolFile(path)
    if (this.#file.waiting > 0) this.#send()
  }

  send(given: Parcel): Promise<void> {
    const parcel = { ...given, body: bodyText(given) }
    this.#appending = this.#appending.then(async () => {
      try {
        await this.#file.append({ to: this.#client.trackingUri, parcel })
      } catch (error) {
        await this.#withoutDisk(parcel, error)
      }
      if (!this.#isAway) this.#send()
    })
    return this.#appending
  }

  async settled(): Promise<void> {
    await this.#appending
    while (this.#sending) await this.#sending
  }

  beginLater(runId: string, run: LaterRun): Promise<void> {
    return this.send({ runId, path: NEW_RUN, body: JSON.stringify(run), count: 1 })
  }

  serverId(runId: string): string {
    return this.#file.runs[runId] ?? runId
  }

  sendNow(parcel: Parcel): boolean {
    try {
      this.#file.appendNow({ to: this.#client.trackingUri, parcel: { ...parcel, body: bodyText(parcel) } })
      return true
    } catch {
      // The caller counts it as lost.
      return false
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#retry)
    await this.#appending
    // Once more, for one that was away may be back.
    if (this.#file.waiting > 0) this.#send()
    await this.settled()
    clearTimeout(this.#retry)
    await this.#file.close()
  }

  #send(): void {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined
      // What was written while the last look found nothing.
      if (this.#file.waiting > 0 && !this.#isAway) this.#send()
    })
  }

  async #sendAll(): Promise<void> {
    try {
      for (let next = await this.#next(); next !== undefined; next = await this.#next()) {
        await deliverSpooled(this.#client, this.#file, next, this.#report)
        this.#isAway = false
        this.#pause = FIRST_PAUSE_MS
      }
    } catch (error) {
      this.#stayAway(error)
    }
  }

  async #next() {
    const next = await this.#file.next((error) =>
      this.#report(error, { runId: '', lost: 1, what: 'a record of the spool' }),
    )
    const to = next?.record.to
    if (to === undefined || to === this.#client.trackingUri) return next
    throw new SpoolError(`The spool ${this.#file.path} holds what is for ${to}: sync it first.`)
  }

  /** Nothing is lost: it is tried again after a while, or by `sync`. */
  #stayAway(cause: unknown): void {
    if (!this.#isAway) {
      const message = `${(cause as Error).message} What is logged waits in ${this.#file.path}.`
      const error = isAway(cause)
        ? new ConnectionError(message, { cause })
        : new SpoolError(message, { cause })
      this.#report(error, { runId: '', lost: 0, what: 'What waits' })
    }
    this.#isAway = true
    this.#retry = setTimeout(() => this.#send(), this.#pause)
    this.#retry.unref?.()
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS)
  }

  /** A full disk, say: it goes straight to the server, behind what waits. */
  async #withoutDisk(parcel: Parcel, cause: unknown): Promise<void> {
    while (this.#sending) await this.#sending
    const { runId, count } = parcel
    try {
      if (this.#file.waiting > 0) throw cause
      await deliver(this.#client.transport, parcel, this.#report)
    } catch {
      const error = new SpoolError(
        `The spool ${this.#file.path} cannot be written: ${(cause as Error).message}`,
        { cause },
      )
      this.#report(error, { runId, lost: count, what: `${count} values` })
    }
  }
}
