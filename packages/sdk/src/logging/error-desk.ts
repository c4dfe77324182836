import type { MillraceError } from '../errors.ts'
import { type LoggingFailure, type OnError, warnOnce } from './report.ts'

/** Takes trouble with logging to whoever decides about it, and keeps what that throws for the next who can be told. */
export class ErrorDesk {
  readonly #onError: OnError
  #thrown: { readonly error: unknown } | undefined

  constructor(onError: OnError = warnOnce()) {
    this.#onError = onError
  }

  readonly report = (error: MillraceError, failure: LoggingFailure): void => {
    try {
      this.#onError(error, failure)
    } catch (thrown) {
      this.#thrown ??= { error: thrown }
    }
  }

  readonly rethrow = (): void => {
    const thrown = this.#thrown
    this.#thrown = undefined
    if (thrown) throw thrown.error
  }
}
