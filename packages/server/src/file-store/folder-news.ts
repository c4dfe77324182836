import type { Change, News } from '../db/news.ts'

/** What others changed in a folder, told by whoever looks. */
export class FolderNews implements News {
  readonly #listeners = new Set<(change: Change) => void>()

  listen(heard: (change: Change) => void): () => void {
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  pass(change: Change): void {
    for (const heard of this.#listeners) heard(change)
  }
}
