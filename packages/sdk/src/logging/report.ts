import type { MillraceError } from '../errors.ts'

/** What was lost with an error of logging. */
export interface LoggingFailure {
  readonly runId: string
  /** How many metrics, params, tags or files; 0 where one was only cut. */
  readonly lost: number
  /** What they were, as far as it fits on a line. */
  readonly what: string
}

/**
 * Decides what becomes of an error of logging. What it throws comes out of the next `flush()`, or at the end of the run;
 * else the error has no more effect.
 */
export type OnError = (error: MillraceError, failure: LoggingFailure) => void

/** Says each kind of trouble once, on the console. */
export function warnOnce(): OnError {
  const told = new Set<string>()
  return (error, { what }) => {
    const kind = `${error.name} ${error.message.replace(/\d+/g, '#')}`
    if (told.has(kind)) return
    told.add(kind)
    console.warn(`millrace: ${what} could not be logged: ${error.message} (Told once; see onError.)`)
  }
}
