import { ANYTHING, type News } from './news.ts'

const LOOK_EVERY_MS = 1000

/** Watches the file's version: it moves when any process commits, this one's own commits are taken off. */
export class SqliteNews implements News {
  readonly #version: () => number
  #ownCommit = false

  constructor(version: () => number) {
    this.#version = version
  }

  /** To be called after each commit of this process. */
  committed(): void {
    this.#ownCommit = true
  }

  listen(heard: (change: typeof ANYTHING) => void): () => void {
    let seen = this.#version()
    const timer = setInterval(() => {
      const version = this.#version()
      if (version !== seen && !this.#ownCommit) heard(ANYTHING)
      seen = version
      this.#ownCommit = false
    }, LOOK_EVERY_MS).unref()
    return () => clearInterval(timer)
  }
}
