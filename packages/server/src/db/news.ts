/** What changed in the database; `all` when it cannot be told. */
export interface Change {
  /** By experiment the runs that changed; none where only the experiment itself did. */
  readonly runs: Readonly<Record<string, readonly string[]>>
  readonly all?: boolean
}

export const ANYTHING: Change = { runs: {}, all: true }

/** How servers that share a database hear of each other's changes. Best effort: what is lost is seen at the next reload. */
export interface News {
  /** Tells the others. Absent where they see it by themselves. */
  tell?(change: Change): void
  /** @param heard is called with what others changed. @returns the function that ends the listening. */
  listen(heard: (change: Change) => void): () => void
}

/** A database that nobody else can see. */
export const NO_NEWS: News = { listen: () => () => {} }
