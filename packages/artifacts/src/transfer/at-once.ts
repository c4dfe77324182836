/** Does the work for every item, `limit` at once; the first failure ends it, and what is under way is waited for. */
export async function atOnce<T>(
  limit: number,
  items: AsyncIterable<T> | Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  for await (const item of items) {
    if (failure) break
    const job: Promise<void> = work(item)
      .catch((error) => {
        failure ??= { error }
      })
      .finally(() => underWay.delete(job))
    underWay.add(job)
    if (underWay.size >= limit) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  if (failure) throw failure.error
}
