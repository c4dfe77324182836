import { setTimeout as sleep } from 'node:timers/promises'
import { InsufficientStorage, MlflowError } from '@millrace/contract'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/** Tries again what may go better the next time, with growing pauses; `retries` is how often at most. */
export async function retried<T>(
  retries: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      signal?.throwIfAborted()
      return await work()
    } catch (error) {
      if (signal?.aborted || attempt >= retries || !mayPass(error)) throw error
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
      // Clients that failed together do not come back together.
      await sleep(pause * (0.5 + Math.random() / 2), undefined, signal && { signal })
    }
  }
}

/** What our own side or a server says plainly stays as it is; a broken connection or a busy store does not. */
function mayPass(error: unknown): boolean {
  if (error instanceof InsufficientStorage) return false
  if (error instanceof MlflowError) return error.status >= 500 && error.status !== 501
  return true
}
