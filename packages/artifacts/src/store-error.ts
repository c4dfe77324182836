import { type ErrorCode, MlflowError } from '@millrace/contract'
import { errorCode } from './inside.ts'
import { CannotSign, UnsatisfiableRange } from './repository.ts'

/** What a store said when it did not do what it was asked. */
export interface StoreFailure {
  /** Its own word: `AccessDenied`, `BlobNotFound`, `FTP 550`. */
  code?: string | undefined
  /** The HTTP status, where it answered at all. */
  status?: number | undefined
}

interface Kind {
  readonly codes: readonly string[]
  readonly statuses: readonly number[]
  readonly answer: ErrorCode
  readonly sentence: string
}

/** The first that fits counts. The answers are MLflow's where it has one. */
const KINDS: readonly Kind[] = [
  {
    codes: ['RequestTimeTooSkewed', 'RequestExpired'],
    statuses: [],
    answer: 'UNAUTHENTICATED',
    sentence: "the clock of this server and the store's differ too much",
  },
  {
    codes: ['CredentialsProviderError', 'CredentialUnavailableError', 'AggregateAuthenticationError'],
    statuses: [],
    answer: 'UNAUTHENTICATED',
    sentence: 'this server has no credentials for the store',
  },
  {
    codes: [
      ...[
        'InvalidAccessKeyId',
        'SignatureDoesNotMatch',
        'ExpiredToken',
        'InvalidToken',
        'TokenRefreshRequired',
      ],
      ...['AuthenticationFailed', 'AuthorizationFailure', 'InvalidAuthenticationInfo'],
      ...['FTP 530', 'FTP 532'],
    ],
    statuses: [401],
    answer: 'UNAUTHENTICATED',
    sentence: 'the store does not accept the credentials of this server',
  },
  {
    codes: ['StandbyException', 'SafeModeException', 'RetriableException'],
    statuses: [],
    answer: 'TEMPORARILY_UNAVAILABLE',
    sentence: 'the store does not take this now',
  },
  {
    codes: ['FTP 550', 'FTP 553', 'SFTP 3'],
    statuses: [403],
    answer: 'PERMISSION_DENIED',
    sentence: 'the store refused access',
  },
  {
    codes: ['NoSuchBucket', 'ContainerNotFound'],
    statuses: [],
    answer: 'RESOURCE_DOES_NOT_EXIST',
    sentence: 'there is no such bucket or container',
  },
  {
    codes: [
      'InvalidBucketName',
      'KeyTooLongError',
      'InvalidResourceName',
      'InvalidPart',
      'InvalidPartOrder',
      'InvalidPathException',
      'PathComponentTooLongException',
    ],
    statuses: [],
    answer: 'INVALID_PARAMETER_VALUE',
    sentence: 'the store takes no such name or part',
  },
  { codes: ['SFTP 2'], statuses: [404], answer: 'RESOURCE_DOES_NOT_EXIST', sentence: 'it is not there' },
  {
    codes: [
      ...['SlowDown', 'ThrottlingException', 'RequestLimitExceeded', 'ServerBusy', 'OperationTimedOut'],
      ...['FTP 421', 'FTP 450', 'FTP 451'],
    ],
    statuses: [429, 503],
    answer: 'TEMPORARILY_UNAVAILABLE',
    sentence: 'the store is too busy',
  },
  {
    codes: [
      ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'],
      ...['TimeoutError', 'REQUEST_SEND_ERROR', 'FTP 425', 'FTP 426', 'SFTP 6', 'SFTP 7'],
    ],
    statuses: [500, 502, 504],
    answer: 'TEMPORARILY_UNAVAILABLE',
    sentence: 'the store cannot be reached',
  },
]

/** Errors that say already what they mean. */
const PASSED_ON = [MlflowError, CannotSign, UnsatisfiableRange]

/**
 * An error of a store as one of ours: it names the place and the store's word for what is wrong. The store's own
 * message stays out of it, for it may repeat keys and signatures.
 * @param place `s3://bucket/key`
 */
export function storeError(error: unknown, place: string, failure: StoreFailure): unknown {
  if (PASSED_ON.some((kind) => error instanceof kind) || isAbort(error)) return error
  const { code = '', status = 0 } = failure
  const kind = KINDS.find(({ codes, statuses }) => codes.includes(code) || statuses.includes(status))
  const words = [status || undefined, code || undefined].filter((word) => word !== undefined).join(' ')
  return new MlflowError(
    kind?.answer ?? 'INTERNAL_ERROR',
    `${place}: ${kind?.sentence ?? 'the store could not do it'}${words && ` (${words})`}.`,
    { cause: error },
  )
}

/** What a store answered over HTTP instead of doing what it was asked. */
export class ReplyError extends Error {
  readonly status: number
  /** Its own word: `RESOURCE_DOES_NOT_EXIST`, `FileNotFoundException`. */
  readonly code: string | undefined

  constructor(status: number, code: string | undefined, message: string) {
    super(message)
    this.name = 'ReplyError'
    this.status = status
    this.code = code
  }
}

export function replyFailure(error: unknown): StoreFailure {
  return error instanceof ReplyError ? { status: error.status, code: error.code } : { code: wordOf(error) }
}

/** The number that the library of a protocol puts on an error. */
export function numberOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

/** Failures of a protocol that numbers them. */
export function numberedFailure(protocol: string): (error: unknown) => StoreFailure {
  return (error) => {
    const number = numberOf(error)
    return { code: number === undefined ? wordOf(error) : `${protocol} ${number}` }
  }
}

/** The word that libraries and node put on an error. */
export function wordOf(error: unknown): string | undefined {
  const code = errorCode(error)
  if (code !== undefined) return code
  return error instanceof Error && error.name !== 'Error' ? error.name : undefined
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
