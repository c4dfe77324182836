/** One page of a search. */
export interface Page<T> {
  readonly items: readonly T[]
  /** What the next page is asked with; undefined at the end. */
  readonly nextPageToken: string | undefined
}

/**
 * A search that is under way. Awaited, it is its first page; iterated, every item of every page, fetched as needed.
 *
 * @example
 * ```ts
 * const { items, nextPageToken } = await client.runs.search({ experimentIds: ['1'] })
 * for await (const run of client.runs.search({ experimentIds: ['1'] })) console.log(run.runId)
 * const all = await client.runs.search({ experimentIds: ['1'] }).all()
 * ```
 */
export class Search<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  readonly #fetch: (pageToken: string | undefined) => Promise<Page<T>>
  readonly #from: string | undefined

  /** @internal */
  constructor(fetch: (pageToken: string | undefined) => Promise<Page<T>>, from?: string) {
    this.#fetch = fetch
    this.#from = from
  }

  /**
   * The first page.
   * @example
   * ```ts
   * const { items, nextPageToken } = await client.experiments.search()
   * ```
   */
  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what it is for
  then<A = Page<T>, B = never>(
    onFulfilled?: ((page: Page<T>) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#fetch(this.#from).then(onFulfilled, onRejected)
  }

  /** Every page, one after the other. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let token = this.#from
    do {
      const page = await this.#fetch(token)
      yield page
      token = page.nextPageToken
    } while (token !== undefined)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { items } of this.pages()) yield* items
  }

  /**
   * Every item in one array, `limit` of them at most.
   * @example
   * ```ts
   * const runs = await client.runs.search({ experimentIds: ['1'] }).all(100)
   * ```
   */
  async all(limit = Number.POSITIVE_INFINITY): Promise<T[]> {
    const found: T[] = []
    if (limit <= 0) return found
    for await (const item of this) {
      found.push(item)
      // Before the next page is fetched.
      if (found.length >= limit) break
    }
    return found
  }
}

/** What every search may be given. */
export interface PageOptions {
  /** The most items of one page. */
  readonly pageSize?: number
  /** Where to go on: {@link Page.nextPageToken} of an earlier page. */
  readonly pageToken?: string
}
