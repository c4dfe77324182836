import {
  ConnectionError,
  InternalServerError,
  type MillraceError,
  RateLimitError,
  ServerError,
} from '../errors.ts'
import type { CallOptions, Transport } from '../transport.ts'
import { bodyText, type Parcel } from './outlet.ts'
import type { LoggingFailure } from './report.ts'

/** Below `/api/`. */
export const LOG_BATCH = '2.0/mlflow/runs/log-batch'

type Refused = (error: MillraceError, failure: LoggingFailure) => void

const JSON_TYPE = { 'content-type': 'application/json' }

/** Whether the server is away or ill: what was sent may be sent again later. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof ConnectionError ||
    error instanceof RateLimitError ||
    error instanceof InternalServerError ||
    (error instanceof ServerError && error.status === 408)
  )
}

/**
 * Brings a parcel to the server. Where it refuses a batch, the batch goes in smaller and smaller pieces, so that only what
 * is bad in it is lost, and told to `refused`.
 * @throws a MillraceError when the server is away, or somebody else answered: a proxy, a page to sign in
 */
export async function deliver(
  transport: Transport,
  parcel: Parcel,
  refused: Refused,
  options?: CallOptions,
): Promise<void> {
  const waiting = [parcel]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      await post(transport, next, options)
    } catch (error) {
      const halves = isAboutContents(error) ? halvesOf(next) : []
      // The earlier half first: params and tags keep their order.
      if (halves.length > 0) waiting.push(...halves.reverse())
      else if (!isLastWord(error)) throw error
      else refused(error, { runId: next.runId, lost: next.count, what: excerptOf(next) })
    }
  }
}

async function post(transport: Transport, { path, body }: Parcel, options?: CallOptions): Promise<void> {
  const sending = { method: 'POST', path: `/api/${path}`, headers: JSON_TYPE, body, repeatable: true }
  await transport.sendForJson(sending, options)
}

/** Too much at once, whoever says so, or something in it that MLflow does not take. */
function isAboutContents(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false
  return error.status === 413 || (error.status === 400 && error.code !== undefined)
}

/** Whether it is MLflow itself that will never take this: for what is in it, or because the run is not there. */
function isLastWord(error: unknown): error is ServerError {
  if (!(error instanceof ServerError) || error.code === undefined) return false
  return isAboutContents(error) || error.code === 'RESOURCE_DOES_NOT_EXIST'
}

type Members = Partial<Record<'metrics' | 'params' | 'tags', unknown[]>>

function halvesOf(parcel: Parcel): Parcel[] {
  if (parcel.path !== LOG_BATCH || parcel.count < 2) return []
  const { metrics = [], params = [], tags = [] } = JSON.parse(bodyText(parcel)) as Members
  const all = Object.entries({ params, tags, metrics }).flatMap(([list, members]) =>
    members.map((member) => ({ list: list as keyof Members, member })),
  )
  const middle = Math.ceil(all.length / 2)
  return [all.slice(0, middle), all.slice(middle)].map((half) => {
    const body: Members & { run_id: string } = { run_id: parcel.runId }
    for (const { list, member } of half) body[list] = [...(body[list] ?? []), member]
    return { ...parcel, body: JSON.stringify(body), count: half.length }
  })
}

/** What a parcel holds, for a person. */
function excerptOf(parcel: Parcel): string {
  const { path, count } = parcel
  if (path !== LOG_BATCH) return 'the state of the run'
  const { metrics = [], params = [], tags = [] } = JSON.parse(bodyText(parcel)) as Members
  const [first] = [...metrics, ...params, ...tags] as { key?: string }[]
  const kind = metrics.length > 0 ? 'metric' : params.length > 0 ? 'param' : 'tag'
  return count === 1
    ? `the ${kind} '${first?.key}'`
    : `${count} values, the ${kind} '${first?.key}' the first`
}
