import { ExitError } from '../exit-error.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What a shell says of a program that a Ctrl-C ended. */
export const KILLED_CODE = 130

/** A shell and the terminal may each pass on the same one, and so does npx. */
const SAME_MS = 300

/** Signals, heard while a run is made and while it goes on. */
export interface Killing {
  /** Aborted by the first. */
  readonly signal: AbortSignal
  /** What then ends the run: asked once, and again by a second signal to wait no longer. A third one ends us. */
  does(cancel: () => Promise<void>): void
  stopListening(): void
}

/** From here on a signal is for us to deal with: it does not end us before there is a run, unless it comes twice. */
export function listenForKill(): Killing {
  const aborting = new AbortController()
  let cancel: (() => Promise<void>) | undefined
  let count = 0
  let latest = Number.NEGATIVE_INFINITY
  const ask = () => {
    // Who waits for the run is told why.
    cancel?.().catch(() => {})
  }
  const listener = () => {
    const now = performance.now()
    if (now - latest < SAME_MS) return
    latest = now
    count++
    if (count > (cancel ? 2 : 1)) process.exit(KILLED_CODE)
    aborting.abort(new ExitError('=== Stopped before anything ran ===', KILLED_CODE))
    ask()
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return {
    signal: aborting.signal,
    does(given) {
      cancel = given
      if (count > 0) ask()
    },
    stopListening() {
      for (const signal of SIGNALS) process.off(signal, listener)
    },
  }
}
