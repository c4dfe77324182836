import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Executor, Writer } from '../db/executor.ts'
import type { Database } from '../db/open.ts'
import { type Attempt, attempt, tooOld } from './attempt.ts'
import type { Listeners } from './listeners.ts'
import {
  anyDue,
  claimParcels,
  deleteParcels,
  logDelivery,
  type Parcel,
  postpone,
  releaseParcels,
  takeOlder,
  trimLog,
} from './outbox.ts'
import type { HookRow } from './queries.ts'
import type { Sending } from './send.ts'

export interface PostOptions extends Sending {
  readonly listeners: Listeners
  /** How often a parcel is sent again. */
  readonly retries: number
  /** Requests at the same time. */
  readonly workers: number
  readonly log: Logger
}

const BATCH = 200
/** Fewer that wait are too few: the next are claimed while these are sent. */
const FEW = 100
const POLL_MS = 1_000
/** After an announcement: its commit is under way. */
const LOOK_AFTER_MS = [10, 60, 250]
/** Beyond the time of one request: how long a parcel may wait in memory. */
const CLAIM_MS = 10_000
const LOG_ROWS = 20_000
/** What could not be sent for so long is of no use any more; it would fill the disk. */
const KEEP_MS = 3 * 86_400_000
const TIDY_MS = 60_000

/**
 * Empties the outbox of one database. Parcels are claimed for a while, sent by several workers, and deleted when they are
 * delivered or given up: each is delivered at least once whatever dies, and with several servers by one of them.
 */
export class PostOffice {
  readonly #store: Pick<Database, 'db' | 'writer'>
  readonly #logWriter: Writer
  readonly #options: PostOptions
  #waiting: Parcel[] = []
  /** How many of a webhook's parcels are being sent. */
  readonly #sending = new Map<string, number>()
  /** Webhooks that did not answer: one request at a time, so that they do not take every worker. */
  readonly #silent = new Set<string>()
  readonly #requests = new Set<Promise<void>>()
  #finished: Attempt[] = []
  #claiming: Promise<void> | undefined
  #settling: Promise<void> | undefined
  #looks: NodeJS.Timeout[] = []
  #timers: NodeJS.Timeout[] = []
  /** The last claim left something. */
  #more = false
  #closed = false

  /** @param logWriter of the database that keeps the log of deliveries. */
  constructor(store: Pick<Database, 'db' | 'writer'>, logWriter: Writer, options: PostOptions) {
    this.#store = store
    this.#logWriter = logWriter
    this.#options = options
  }

  start(): void {
    this.#timers = [
      setInterval(() => this.#look(), POLL_MS).unref(),
      setInterval(() => void this.#tried(() => this.#tidy()), TIDY_MS).unref(),
    ]
    this.#look()
  }

  /** An announcement is about to be committed. */
  expectMail(): void {
    if (this.#looks.length > 0 || this.#closed) return
    this.#looks = LOOK_AFTER_MS.map((ms, i) =>
      setTimeout(() => {
        if (i === LOOK_AFTER_MS.length - 1) this.#looks = []
        this.#look()
      }, ms).unref(),
    )
  }

  /** Lets requests under way end, for a while, and gives back what waits. */
  async close(patienceMs: number): Promise<void> {
    this.#closed = true
    for (const timer of [...this.#timers, ...this.#looks]) clearTimeout(timer)
    await this.#claiming
    const unsent = this.#waiting.splice(0)
    await Promise.race([Promise.all(this.#requests), sleep(patienceMs, undefined, { ref: false })])
    await this.#settling
    if (unsent.length > 0) await this.#tried(() => this.#release(unsent))
  }

  #look(): void {
    if (this.#closed || this.#claiming || this.#hasEnough()) return
    this.#claiming = this.#tried(() => this.#claim()).then((more) => {
      this.#claiming = undefined
      this.#more = more ?? false
      this.#sendWaiting()
    })
  }

  /** Enough waits, unless all of it is for receivers that have their share already. */
  #hasEnough(): boolean {
    return this.#waiting.length >= FEW && this.#waiting.some(({ webhook_id }) => this.#hasTurn(webhook_id))
  }

  /** @returns whether there may be more. */
  async #claim(): Promise<boolean> {
    const now = Date.now()
    if (!(await this.#store.db.first(anyDue, { now }))) return false
    const until = now + this.#options.timeoutMs + CLAIM_MS
    const except = this.#crowded()
    const parcels = await this.#store.writer.write((tx) =>
      claimParcels(tx, { now, until, limit: BATCH, except }),
    )
    this.#waiting.push(...parcels)
    return parcels.length === BATCH || except.length > 0
  }

  #crowded(): string[] {
    const waiting = Map.groupBy(this.#waiting, ({ webhook_id }) => webhook_id)
    return [...waiting].filter(([, { length }]) => length >= FEW).map(([id]) => id)
  }

  #sendWaiting(): void {
    const ownerless: Parcel[] = []
    const late: Parcel[] = []
    while (this.#requests.size < this.#options.workers) {
      const at = this.#waiting.findIndex(({ webhook_id }) => this.#hasTurn(webhook_id))
      const [parcel] = at < 0 ? [] : this.#waiting.splice(at, 1)
      if (parcel === undefined) break
      const hook = this.#options.listeners.get(parcel.webhook_id)
      if (hook === undefined) ownerless.push(parcel)
      // Otherwise somebody else may have it by the time it arrives.
      else if (Date.now() < parcel.due_time - this.#options.timeoutMs) this.#send(hook, parcel)
      else late.push(parcel)
    }
    if (late.length > 0) void this.#tried(() => this.#release(late))
    if (ownerless.length > 0) void this.#tried(() => this.#drop(ownerless))
    if (this.#more && this.#waiting.length < FEW) this.#look()
  }

  #hasTurn(webhook_id: string): boolean {
    const { workers } = this.#options
    const most = this.#silent.has(webhook_id) ? 1 : Math.max(1, Math.ceil(workers * 0.8))
    return (this.#sending.get(webhook_id) ?? 0) < most
  }

  #send(hook: HookRow, parcel: Parcel): void {
    const { webhook_id } = parcel
    this.#sending.set(webhook_id, (this.#sending.get(webhook_id) ?? 0) + 1)
    const request = attempt(this.#options, hook, parcel).then((done) => {
      this.#requests.delete(request)
      this.#sending.set(webhook_id, (this.#sending.get(webhook_id) ?? 1) - 1)
      if (done.silent) this.#silent.add(webhook_id)
      else this.#silent.delete(webhook_id)
      this.#finished.push(done)
      this.#settling ??= this.#settle()
      this.#sendWaiting()
    })
    this.#requests.add(request)
  }

  /** Writes down what is finished, all that came together in one transaction. */
  async #settle(): Promise<void> {
    while (this.#finished.length > 0) {
      const done = this.#finished.splice(0)
      const written = await this.#tried(() => this.#write(done))
      if (written) continue
      // Their claims end by themselves; what was delivered is delivered again.
      if (this.#closed) break
      await sleep(POLL_MS)
    }
    this.#settling = undefined
  }

  /** In one transaction where log and outbox are in one database. */
  async #write(done: readonly Attempt[]): Promise<boolean> {
    const { writer } = this.#store
    if (writer === this.#logWriter) {
      await writer.write(async (tx) => {
        await log(tx, done)
        await clear(tx, done)
      })
    } else {
      await this.#logWriter.write((tx) => log(tx, done))
      await writer.write((tx) => clear(tx, done))
    }
    return true
  }

  /** Parcels of webhooks that are deleted or disabled; one that another server just made may not be known here yet. */
  async #drop(parcels: readonly Parcel[]): Promise<void> {
    const { listeners } = this.#options
    await listeners.reload()
    const isKnown = ({ webhook_id }: Parcel) => listeners.get(webhook_id) !== undefined
    const gone = parcels.filter((parcel) => !isKnown(parcel))
    if (gone.length > 0) await this.#store.writer.write((tx) => deleteParcels(tx, gone))
    this.#waiting.push(...parcels.filter(isKnown))
    this.#sendWaiting()
  }

  async #tidy(): Promise<void> {
    await this.#logWriter.write((tx) => trimLog(tx, LOG_ROWS))
    while ((await this.#giveUpOld()) === BATCH);
  }

  /** @returns how many. */
  async #giveUpOld(): Promise<number> {
    const now = Date.now()
    const older = { before: now - KEEP_MS, now, limit: BATCH }
    const { writer } = this.#store
    const logOf = (parcels: readonly Parcel[]) => parcels.map((parcel) => tooOld(parcel, now))
    if (writer === this.#logWriter) {
      return writer.write(async (tx) => {
        const parcels = await takeOlder(tx, older)
        await tx.insert(logDelivery, logOf(parcels))
        return parcels.length
      })
    }
    const parcels = await writer.write((tx) => takeOlder(tx, older))
    await this.#logWriter.write((tx) => tx.insert(logDelivery, logOf(parcels)))
    return parcels.length
  }

  async #release(parcels: readonly Parcel[]): Promise<void> {
    await this.#store.writer.write((tx) => releaseParcels(tx, parcels, Date.now()))
  }

  async #tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the outbox of webhooks could not be read or written')
      return undefined
    }
  }
}

async function log(tx: Executor, done: readonly Attempt[]): Promise<void> {
  const deliveries = done.map(({ delivery }) => delivery)
  await tx.insert(logDelivery, deliveries)
}

async function clear(tx: Executor, done: readonly Attempt[]): Promise<void> {
  const over = done.filter(({ again }) => again === undefined)
  await deleteParcels(
    tx,
    over.map(({ parcel }) => parcel),
  )
  for (const { parcel, again } of done) {
    if (again === undefined) continue
    await tx.run(postpone, {
      id: parcel.id,
      delivery_id: parcel.delivery_id,
      attempts: parcel.attempts + 1,
      due_time: again,
    })
  }
}
