/** A signal that aborts when the caller's does, or after so many milliseconds. */
export interface Deadline {
  readonly signal: AbortSignal | undefined
  /** Lets go of timer and listener. `AbortSignal.timeout` would keep what listens to it until the time is over. */
  clear(): void
}

/** @param milliseconds `Infinity` for no limit */
export function deadline(caller: AbortSignal | undefined, milliseconds: number): Deadline {
  if (!Number.isFinite(milliseconds) || milliseconds <= 0) return { signal: caller, clear: () => {} }
  const controller = new AbortController()
  const passOn = () => controller.abort(caller?.reason)
  const timer = setTimeout(
    () => controller.abort(new DOMException('The time is over.', 'TimeoutError')),
    milliseconds,
  )
  if (caller?.aborted) passOn()
  caller?.addEventListener('abort', passOn, { once: true })
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer)
      caller?.removeEventListener('abort', passOn)
    },
  }
}
