import { ExitError } from './exit-error.ts'

/** What is said of the kinds of things that move from store to store, while they do. */
export const PLURALS: Readonly<Record<string, string>> = {
  experiment: 'experiments',
  dataset: 'datasets',
  run: 'runs',
  logged_model: 'logged models',
  trace: 'traces',
  registered_model: 'registered models',
  model_version: 'model versions',
}

/**
 * What ended a move, for a person. Errors of drivers have a code; what is none is a fault of ours, to be shown whole.
 * @param sentence tells of one of a driver, by its message.
 */
export async function explained(error: unknown, sentence: (message: string) => string): Promise<unknown> {
  const { ConfigError, MlflowError, TransferError, UnusableDatabase } = await import('@millrace/server')
  const isPlain = [ConfigError, MlflowError, TransferError, UnusableDatabase].some(
    (known) => error instanceof known,
  )
  if (isPlain) return new ExitError((error as Error).message)
  if ((error as { code?: unknown }).code === undefined) return error
  return new ExitError(sentence((error as Error).message))
}
