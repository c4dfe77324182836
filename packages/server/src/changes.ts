import type { Change, News } from './db/news.ts'

export type Listener = (change: Change) => void

const NOTICE_EVERY_MS = 250

/**
 * Tells listeners, here and on other servers, what verbs changed, gathered into at most four notices a second. On a
 * database that others watch by themselves it costs nothing while nobody listens.
 */
export class Changes {
  readonly #listeners = new Set<Listener>()
  /** By experiment, since the last notice. */
  readonly #runs = new Map<string, Set<string>>()
  readonly #news: News
  #timer: NodeJS.Timeout | undefined
  #stopListening: (() => void) | undefined

  constructor(news: News) {
    this.#news = news
  }

  /** @returns the function that ends the listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    this.#stopListening ??= this.#news.listen((change) => this.#pass(change))
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  touch(experimentId: string | number, runId?: string): void {
    if (this.#listeners.size === 0 && !this.#news.tell) return
    const experiment = String(experimentId)
    const runs = this.#runs.get(experiment) ?? new Set()
    if (runId !== undefined) runs.add(runId)
    this.#runs.set(experiment, runs)
    this.#timer ??= setTimeout(() => this.#notify(), NOTICE_EVERY_MS).unref()
  }

  close(): void {
    this.#listeners.clear()
    this.#stop()
    clearTimeout(this.#timer)
  }

  #notify(): void {
    this.#timer = undefined
    const lists = [...this.#runs].map(([experiment, runs]) => [experiment, [...runs]])
    const change: Change = { runs: Object.fromEntries(lists) }
    this.#runs.clear()
    this.#news.tell?.(change)
    this.#pass(change)
  }

  #pass(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }

  #stop(): void {
    this.#stopListening?.()
    this.#stopListening = undefined
  }
}
