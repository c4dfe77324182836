import { ERROR_CODES, type ErrorCode } from './generated/error-codes.ts'

export type { ErrorCode }

/** The body of every failed reply. `sqlstate` and `error_class` as MLflow 3.17 adds them. */
export interface ErrorBody {
  error_code: ErrorCode
  message: string
  sqlstate?: string
  error_class?: string
}

/** An error with one of MLflow's codes; the code decides the HTTP status. The only error that verbs throw. */
export class MlflowError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MlflowError'
    this.code = code
  }

  get status(): number {
    return ERROR_CODES[this.code].status
  }

  /** What goes on the wire. */
  toJSON(): ErrorBody {
    const { status: _, ...classification } = ERROR_CODES[this.code]
    return { error_code: this.code, message: this.message, ...classification }
  }
}

/** A store is full. MLflow has no code of this status: 507. */
export class InsufficientStorage extends MlflowError {
  constructor(message: string, options?: ErrorOptions) {
    super('RESOURCE_EXHAUSTED', message, options)
  }

  override get status(): number {
    return 507
  }
}

export function invalidParameter(message: string): MlflowError {
  return new MlflowError('INVALID_PARAMETER_VALUE', message)
}

export function doesNotExist(message: string): MlflowError {
  return new MlflowError('RESOURCE_DOES_NOT_EXIST', message)
}

const DOCS = 'See the API docs for more information about request parameters.'

export function missingParameter(name: string): MlflowError {
  return invalidParameter(`Missing value for required parameter '${name}'. ${DOCS}`)
}

/** MLflow's answer to a value of the wrong type; `value` is shown as Python's json prints it. */
export function wrongType(name: string, value: unknown): MlflowError {
  return invalidParameter(
    `Invalid value ${pythonJson(value)} for parameter '${name}' supplied:  Hint: Value was of type '${pythonType(value)}'. ${DOCS}`,
  )
}

function pythonType(value: unknown): string {
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (value === null) return 'NoneType'
  return Array.isArray(value) ? 'list' : 'dict'
}

const SHOWN_LENGTH = 500

/** JSON with Python's separators, cut so that an error never repeats a whole body. */
export function pythonJson(value: unknown): string {
  const text = render(value)
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text
}

function render(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(render).join(', ')}]`
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${render(v)}`)
    return `{${members.join(', ')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
