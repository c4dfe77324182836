/** How often, and after how long, what failed is sent again. */
export interface RetryPolicy {
  /** How often it is sent again at most; 0 for never. */
  readonly maxRetries: number
  /** The pause before the second retry, in milliseconds; it doubles each time. The first retry comes at once. */
  readonly backoff: number
  /** Up to so many milliseconds more, at random, so that many clients do not come back together. */
  readonly jitter: number
  /** Whether the server's `Retry-After` header is obeyed. */
  readonly respectRetryAfter: boolean
}

/** The statuses after which MLflow's clients try again. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** The server says that it has not done it. */
const NOT_DONE: ReadonlySet<number> = new Set([429, 503])

/** Refused at the door: the request cannot have been heard. */
const UNHEARD: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ConnectionRefused'])

const LONGEST_PAUSE_MS = 120_000

/** Whether a status is worth another try. What creates something is not repeated unless surely nothing was created. */
export function isTransient(status: number, repeatable: boolean): boolean {
  return (repeatable ? TRANSIENT : NOT_DONE).has(status)
}

/** Whether the request never reached a server. */
export function isUnheard(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (UNHEARD.has((at as { code?: unknown }).code)) return true
  }
  return false
}

/** Milliseconds to wait before retry number `retry` (from 1), `retryAfter` being that header of the answer. */
export function pauseBefore(retry: number, policy: RetryPolicy, retryAfter: string | null): number {
  const asked = policy.respectRetryAfter ? parseRetryAfter(retryAfter) : undefined
  const pause = retry === 1 ? 0 : policy.backoff * 2 ** (retry - 2)
  return Math.min(asked ?? pause, LONGEST_PAUSE_MS) + Math.random() * policy.jitter
}

/** Seconds, or a date. */
function parseRetryAfter(text: string | null): number | undefined {
  if (text === null || text === '') return undefined
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds)
}

/** @throws the signal's reason when it is aborted meanwhile. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
