/** What changed since the last notice; `all` when it cannot be told. */
export interface Change {
  readonly experiments: string[]
  readonly runs: string[]
  readonly all?: boolean
}

export type Listener = (change: Change) => void

const NOTICE_EVERY_MS = 250
const FOREIGN_CHECK_EVERY_MS = 1000

/** Tells listeners what verbs changed, gathered into at most four notices a second; costs nothing while nobody listens. */
export class Changes {
  readonly #listeners = new Set<Listener>()
  readonly #experiments = new Set<string>()
  readonly #runs = new Set<string>()
  readonly #version: () => number
  #timer: NodeJS.Timeout | undefined
  #watch: NodeJS.Timeout | undefined
  #seen = 0
  #ownCommit = false

  /** @param version of the database; a change of it without a verb of ours is another process at work. */
  constructor(version: () => number) {
    this.#version = version
  }

  /** @returns the function that ends the listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#watch === undefined) this.#startWatching()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  touch(experimentId: string | number, runId?: string): void {
    if (this.#listeners.size === 0) return
    this.#ownCommit = true
    this.#experiments.add(String(experimentId))
    if (runId !== undefined) this.#runs.add(runId)
    this.#timer ??= setTimeout(() => this.#notify(), NOTICE_EVERY_MS)
  }

  close(): void {
    this.#listeners.clear()
    this.#stop()
  }

  #notify(all = false): void {
    this.#timer = undefined
    const change = { experiments: [...this.#experiments], runs: [...this.#runs], ...(all && { all }) }
    this.#experiments.clear()
    this.#runs.clear()
    for (const listener of this.#listeners) listener(change)
  }

  #startWatching(): void {
    this.#seen = this.#version()
    this.#watch = setInterval(() => {
      const version = this.#version()
      if (version !== this.#seen && !this.#ownCommit) this.#notify(true)
      this.#seen = version
      this.#ownCommit = false
    }, FOREIGN_CHECK_EVERY_MS)
    this.#watch.unref()
  }

  #stop(): void {
    clearInterval(this.#watch)
    clearTimeout(this.#timer)
    this.#watch = undefined
    this.#timer = undefined
  }
}
