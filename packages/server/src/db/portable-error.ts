import { type ErrorCode, MlflowError } from '@millrace/contract'

/** An error as plain data: between threads only plain data keeps what it is. */
export interface PortableError {
  readonly kind: 'refused' | 'failed'
  readonly message: string
  readonly code: string | undefined
  readonly stack: string | undefined
}

export function packError(error: unknown): PortableError {
  const known: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error))
  const { message, code, stack } = known
  return { kind: error instanceof MlflowError ? 'refused' : 'failed', message, code, stack }
}

export function unpackError({ kind, message, code, stack }: PortableError): Error {
  if (kind === 'refused') return new MlflowError(code as ErrorCode, message)
  return Object.assign(new Error(message), { code, stack })
}
