interface Waiting {
  readonly item: unknown
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

type Work = (items: readonly never[]) => Promise<readonly unknown[]>

/** Keeps one transaction short. */
const ITEMS_AT_ONCE = 64

/** Work by key, one after the other: what comes while some is under way is done together next. */
export class Queues {
  readonly #queues = new Map<string, Waiting[]>()

  /** @param work does some items and answers for each, in order. That of the first item of a turn is taken for all. */
  add<Item, Result>(
    key: string,
    item: Item,
    work: (items: readonly Item[]) => Promise<readonly Result[]>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { item, resolve: resolve as Waiting['resolve'], reject }
      const queue = this.#queues.get(key)
      if (queue) queue.push(waiting)
      else void this.#start(key, waiting, work as Work)
    })
  }

  async #start(key: string, first: Waiting, work: Work): Promise<void> {
    const queue = [first]
    this.#queues.set(key, queue)
    while (queue.length > 0) await doTogether(queue.splice(0, ITEMS_AT_ONCE), work)
    this.#queues.delete(key)
  }
}

/** What fails together is tried one by one, so that each fails for its own reason only. */
async function doTogether(batch: readonly Waiting[], work: Work): Promise<void> {
  try {
    const results = await work(batch.map(({ item }) => item as never))
    for (const [i, { resolve }] of batch.entries()) resolve(results[i] as never)
  } catch (error) {
    const [only] = batch
    if (batch.length === 1) only?.reject(error)
    else for (const one of batch) await doTogether([one], work)
  }
}
