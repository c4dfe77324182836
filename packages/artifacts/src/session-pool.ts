/** A connection that does one thing at a time. */
export interface Closable {
  /** Whether it is good for more. */
  isOpen(): boolean
  close(): void
}

const IDLE_MS = 30_000

export type Pool<Session extends Closable> = Pick<SessionPool<Session>, 'take' | 'giveBack' | 'discard'>

/** Connections to one server, made when they are needed and kept open for a while, as node's agents keep theirs for HTTP. */
export class SessionPool<Session extends Closable> {
  readonly #connect: () => Promise<Session>
  readonly #limit: number
  readonly #idle: { session: Session; timer: NodeJS.Timeout }[] = []
  readonly #waiting: (() => void)[] = []
  #open = 0

  constructor(connect: () => Promise<Session>, limit: number) {
    this.#connect = connect
    this.#limit = limit
  }

  /** One that nobody else uses. Whoever takes it gives it back, or discards it when it may be broken. */
  async take(): Promise<Session> {
    for (;;) {
      const kept = this.#idle.pop()
      if (kept) {
        clearTimeout(kept.timer)
        if (kept.session.isOpen()) return kept.session
        this.discard(kept.session)
        continue
      }
      if (this.#open < this.#limit) break
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#open += 1
    try {
      return await this.#connect()
    } catch (error) {
      this.#gone()
      throw error
    }
  }

  giveBack(session: Session): void {
    if (!session.isOpen()) {
      this.discard(session)
      return
    }
    const timer = setTimeout(() => {
      this.#idle.splice(
        this.#idle.findIndex((kept) => kept.session === session),
        1,
      )
      this.discard(session)
    }, IDLE_MS)
    timer.unref()
    this.#idle.push({ session, timer })
    this.#waiting.shift()?.()
  }

  discard(session: Session): void {
    session.close()
    this.#gone()
  }

  #gone(): void {
    this.#open -= 1
    this.#waiting.shift()?.()
  }
}

/** What has no connections of its own, and so is shared. */
export function oneForAll<Session extends Closable>(session: Session): Pool<Session> {
  return { take: async () => session, giveBack: () => {}, discard: () => {} }
}

/** One pool for each place that is named, whoever opens it. */
export function poolPerPlace<Place, Session extends Closable>(
  connect: (place: Place) => Promise<Session>,
  limit: number,
): (place: Place) => SessionPool<Session> {
  const pools = new Map<string, SessionPool<Session>>()
  return (place) => {
    const key = JSON.stringify(place)
    const pool = pools.get(key) ?? new SessionPool(() => connect(place), limit)
    pools.set(key, pool)
    return pool
  }
}
