import { TimedOut } from './scorer.ts'

export interface StreamLimits {
  /** Aborted when nobody wants to hear more. */
  signal: AbortSignal
  /** Milliseconds that the model may take for one part; what the client takes is its own matter. */
  timeout: number
}

/**
 * The parts of a prediction, until nobody wants them or one takes too long. The model is told by its signal.
 * @throws TimedOut, or the reason of the signal
 */
export async function* limited(
  start: (signal: AbortSignal) => AsyncIterable<string>,
  { signal, timeout }: StreamLimits,
): AsyncGenerator<string, void, void> {
  const late = new AbortController()
  const ends = AbortSignal.any([signal, late.signal])
  const parts = start(ends)[Symbol.asyncIterator]()
  const expire = () => late.abort(new TimedOut('The model did not answer in time.'))
  try {
    for (;;) {
      const timer = setTimeout(expire, timeout)
      const next = await beforeAbort(parts.next(), ends).finally(() => clearTimeout(timer))
      if (next.done) return
      yield next.value
    }
  } finally {
    // A model that waits for something ends when that has come; nobody waits with it.
    parts.return?.().catch(() => {})
  }
}

function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
