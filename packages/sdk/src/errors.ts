import type { ErrorBody, ErrorCode } from '@millrace/contract'

/**
 * What every failure of this package is. Its subclasses tell the kinds apart.
 *
 * @example
 * ```ts
 * try {
 *   await client.runs.get(id)
 * } catch (error) {
 *   if (error instanceof NotFoundError) return undefined
 *   throw error
 * }
 * ```
 */
export class MillraceError extends Error {
  override readonly name: string = 'MillraceError'
}

/** The server answered, and refused. */
export class ServerError extends MillraceError {
  override readonly name: string = 'ServerError'
  /** The HTTP status. */
  readonly status: number
  /** MLflow's `error_code`; undefined where the answer was none of MLflow's. */
  readonly code: ErrorCode | undefined

  constructor(status: number, code: ErrorCode | undefined, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** 400: the request itself cannot be fulfilled: a bad name, a wrong filter, a value that is too long. */
export class BadRequestError extends ServerError {
  override readonly name = 'BadRequestError'
}

/** 401: no credentials, or wrong ones. */
export class AuthenticationError extends ServerError {
  override readonly name = 'AuthenticationError'
}

/** 403: this user may not do that. */
export class PermissionDeniedError extends ServerError {
  override readonly name = 'PermissionDeniedError'
}

/** 404: there is no such experiment, run, model, file or address. */
export class NotFoundError extends ServerError {
  override readonly name = 'NotFoundError'
}

/** Something of this name is there already. */
export class AlreadyExistsError extends ServerError {
  override readonly name = 'AlreadyExistsError'
}

/** 429, still after every retry: the server asks for patience. */
export class RateLimitError extends ServerError {
  override readonly name = 'RateLimitError'
}

/** 500 and above, still after every retry. */
export class InternalServerError extends ServerError {
  override readonly name = 'InternalServerError'
}

/** The server answered something that is not MLflow's: an HTML page of a proxy, say, or nothing at all. */
export class InvalidResponseError extends ServerError {
  override readonly name = 'InvalidResponseError'
}

/** Nobody answered: wrong address, no network, a server that is down. `cause` says more. */
export class ConnectionError extends MillraceError {
  override readonly name: string = 'ConnectionError'
}

/** No answer within the time allowed. */
export class TimeoutError extends ConnectionError {
  override readonly name = 'TimeoutError'
}

/** The caller's `AbortSignal` ended it; `cause` is the signal's reason. */
export class AbortedError extends MillraceError {
  override readonly name = 'AbortedError'
}

/** A value that cannot be logged, or options that do not fit together. Nothing was sent. */
export class InvalidValueError extends MillraceError {
  override readonly name = 'InvalidValueError'
}

/** A spool that is in use, damaged, or cannot be written. */
export class SpoolError extends MillraceError {
  override readonly name = 'SpoolError'
}

type ServerErrorClass = new (status: number, code: ErrorCode | undefined, message: string) => ServerError

/** Codes that say more than their status: MLflow answers 400 for a name that is taken. */
const BY_CODE: Readonly<Partial<Record<ErrorCode, ServerErrorClass>>> = {
  RESOURCE_ALREADY_EXISTS: AlreadyExistsError,
  ALREADY_EXISTS: AlreadyExistsError,
  RESOURCE_DOES_NOT_EXIST: NotFoundError,
}

const BY_STATUS: Readonly<Record<number, ServerErrorClass>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  429: RateLimitError,
}

/** @returns the error for an answer that is no success. */
export function refusalOf(status: number, text: string): ServerError {
  const { error_code: code, message } = errorBody(text)
  const known = (code && BY_CODE[code]) ?? BY_STATUS[status]
  const Kind = known ?? (status >= 500 ? InternalServerError : code ? BadRequestError : InvalidResponseError)
  return new Kind(status, code, message ?? `The server answered ${status}: ${excerpt(text)}`)
}

function errorBody(text: string): Partial<ErrorBody> {
  try {
    const body = JSON.parse(text) as unknown
    return typeof body === 'object' && body !== null ? (body as Partial<ErrorBody>) : {}
  } catch {
    return {}
  }
}

const SHOWN_LENGTH = 200

/** The beginning of an answer, on one line; an HTML page without its tags. */
export function excerpt(text: string): string {
  const plain = text
    .slice(0, 4000)
    .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain === '') return 'nothing readable.'
  return plain.length > SHOWN_LENGTH ? `${plain.slice(0, SHOWN_LENGTH)}…` : plain
}
