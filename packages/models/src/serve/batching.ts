export interface BatchLimits {
  /** Rows that are predicted together when requests wait; 1 keeps every request by itself. */
  maxBatchRows: number
  /** Milliseconds that a free worker waits for more rows. */
  maxBatchDelay: number
}

/** What of a queue can go together. */
export interface JoinRules<Item> {
  /** undefined where it cannot be one of several. */
  rowsOf(item: Item): number | undefined
  canJoin(first: Item, next: Item): boolean
}

/**
 * How many at the head of the queue to give to a free worker together, and for how many milliseconds it pays to wait
 * for more of them first. `since` is the `performance.now()` of an arrival.
 */
export function nextBatch<Item extends { since: number }>(
  queue: readonly Item[],
  now: number,
  { maxBatchRows, maxBatchDelay }: BatchLimits,
  { rowsOf, canJoin }: JoinRules<Item>,
): { count: number; wait: number } {
  const [first] = queue
  let rows = first && rowsOf(first)
  if (first === undefined || rows === undefined) return { count: 1, wait: 0 }
  let count = 1
  for (const next of queue.slice(1)) {
    const more = rowsOf(next) ?? Number.POSITIVE_INFINITY
    if (rows + more > maxBatchRows || !canJoin(first, next)) return { count, wait: 0 }
    rows += more
    count += 1
  }
  const wait = rows < maxBatchRows ? Math.max(0, maxBatchDelay - (now - first.since)) : 0
  return { count, wait }
}
