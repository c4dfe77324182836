import { type MillraceError, TimeoutError } from '../errors.ts'
import { sleep } from '../retry.ts'
import type { Transport } from '../transport.ts'
import { deliver, isAway } from './deliver.ts'
import type { Outlet, Parcel } from './outlet.ts'
import type { LoggingFailure } from './report.ts'

type Report = (error: MillraceError, failure: LoggingFailure) => void

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Sends straight to the server. One that is away is waited for, `patience` milliseconds at most, whatever else is to be sent
 * meanwhile; what it does not take then is told to be lost.
 */
export class DirectOutlet implements Outlet {
  readonly #transport: Transport
  readonly #patience: number
  readonly #report: Report
  /** When it was found away, first and last; undefined while it is there. */
  #away: { readonly since: number; readonly seen: number } | undefined

  constructor(transport: Transport, patience: number, report: Report) {
    this.#transport = transport
    this.#patience = patience
    this.#report = report
  }

  async send(parcel: Parcel): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const away = await this.#try(parcel)
      if (away === undefined) return
      if (this.#absence() + pause > this.#patience) return this.#giveUp(parcel, away)
      await sleep(pause)
    }
  }

  serverId(runId: string): string {
    return runId
  }

  async settled(): Promise<void> {}

  async close(): Promise<void> {}

  sendNow(): boolean {
    return false
  }

  /** @returns why it did not arrive, where the server is away */
  async #try(parcel: Parcel): Promise<MillraceError | undefined> {
    try {
      await deliver(this.#transport, parcel, this.#report)
    } catch (error) {
      if (isAway(error)) return error as MillraceError
      this.#away = undefined
      throw error
    }
    this.#away = undefined
    return undefined
  }

  /** Milliseconds that the server is away by now; what was seen long ago says nothing of the time since. */
  #absence(): number {
    const now = Date.now()
    const { since = now, seen = now } = this.#away ?? {}
    this.#away = { since: now - seen > this.#patience ? now : since, seen: now }
    return now - this.#away.since
  }

  #giveUp({ runId, count }: Parcel, cause: MillraceError): void {
    const message = `The server was away for more than ${this.#patience} ms: ${cause.message}`
    this.#report(new TimeoutError(message, { cause }), { runId, lost: count, what: `${count} values` })
  }
}
