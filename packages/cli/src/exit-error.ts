/** A command's end that a person must hear of; only the entry file exits. */
export class ExitError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
