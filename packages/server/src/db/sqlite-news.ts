import { ANYTHING, type News } from './news.ts'

const LOOK_EVERY_MS = 1000

/** Watches the file's version, which moves when other processes commit. */
export class SqliteNews implements News {
  readonly #version: () => number

  /** @param version of the file as the connection sees it that makes all our own commits. */
  constructor(version: () => number) {
    this.#version = version
  }

  listen(heard: (change: typeof ANYTHING) => void): () => void {
    let seen = this.#version()
    const timer = setInterval(() => {
      const version = this.#version()
      if (version !== seen) heard(ANYTHING)
      seen = version
    }, LOOK_EVERY_MS).unref()
    return () => clearInterval(timer)
  }
}
