import { LIMITS } from '@millrace/contract'
import type { ByteSink } from './byte-sink.ts'
import type { PointQueue } from './point-queue.ts'

/** A param, a tag, or a metric too odd for the queue of points; `json` is its member of the batch's list. */
export interface Entry {
  readonly list: 'metrics' | 'params' | 'tags'
  readonly key: string
  readonly json: string
}

/** So much text of params and tags is enough for one request; Databricks takes a megabyte. */
const MAX_ENTRY_CHARACTERS = 700_000

/**
 * Takes the next batch off both queues, within MLflow's limits, and writes the body of its request.
 * @returns how many metrics, params and tags are in it
 */
export function takeBatch(runId: string, points: PointQueue, entries: Entry[], sink: ByteSink): number {
  const { metrics, params, tags, count } = takeEntries(entries)
  sink.clear()
  sink.add(
    `{"run_id":${JSON.stringify(runId)},"params":[${params.join()}],"tags":[${tags.join()}],"metrics":[`,
  )
  const room = Math.min(LIMITS.metricsPerBatch, LIMITS.entitiesPerBatch - count)
  const taken = points.take(room, sink)
  if (metrics.length > 0) sink.add(`${taken > 0 ? ',' : ''}${metrics.join()}`)
  sink.add(']}')
  return taken + count
}

/** As many as fit in one request; a key comes once in it, for the order within a request is nobody's promise. */
function takeEntries(entries: Entry[]) {
  const taken = { metrics: [] as string[], params: [] as string[], tags: [] as string[], count: 0 }
  const seen = new Set<string>()
  let characters = 0
  while (taken.count < entries.length) {
    const { list, key, json } = entries[taken.count] as Entry
    const id = `${list}\0${key}`
    characters += json.length
    const isFull = taken[list].length >= LIMITS.paramsOrTagsPerBatch || characters > MAX_ENTRY_CHARACTERS
    if (taken.count > 0 && (isFull || seen.has(id))) break
    seen.add(id)
    taken[list].push(json)
    taken.count++
  }
  entries.splice(0, taken.count)
  return taken
}
