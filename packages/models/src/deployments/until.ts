import { setTimeout as pause } from 'node:timers/promises'
import { MlflowError } from '@millrace/contract'

interface Waiting {
  readonly seconds: number
  /** Milliseconds between two looks. */
  readonly everyMs: number
  /** What is waited for, for the sentence that tells of its absence. */
  readonly what: string
}

/**
 * Looks until there is an answer.
 * @throws MlflowError TEMPORARILY_UNAVAILABLE when the time is over
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { seconds, everyMs, what }: Waiting,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() >= end) {
      throw new MlflowError('TEMPORARILY_UNAVAILABLE', `${what} after ${seconds} seconds.`)
    }
    await pause(everyMs)
  }
}
