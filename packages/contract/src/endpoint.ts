import { invalidParameter, missingParameter, wrongType } from './errors.ts'
import type { Message } from './message.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a caller does to a thing; the rule that decides who may call. */
export type Action = 'read' | 'create' | 'update' | 'delete'

/** The kind of thing that a request is about. */
export type Resource =
  | 'experiment'
  | 'run'
  | 'logged-model'
  | 'artifact'
  | 'webhook'
  | 'evaluation-dataset'
  | 'registered-model'
  | 'trace'
  | 'server'

/** Who may call: `by` names the fields of the request, or the parameters of the path, that hold the thing's id, none where the whole collection is meant. */
export interface Permission {
  readonly action: Action
  readonly on: Resource
  readonly by?: readonly string[]
  /** What must be allowed besides: a move touches two things. */
  readonly and?: Permission
}

export interface Range {
  readonly min?: number
  readonly max: number
  /** MLflow's text where it has one of its own; without it the value counts as one of a wrong type. */
  readonly message?: string
}

/** One call of the wire, as data: the server mounts it, clients type themselves by it. */
export interface Endpoint<Input, Output> {
  readonly method: Method
  /** Below `/api/` and `/ajax-api/`; `:name` marks a path parameter. */
  readonly path: string
  readonly request: Message<Input>
  readonly permission: Permission
  /** Fields that must be there and not be the empty text, in the order in which MLflow complains. */
  readonly required?: readonly (keyof Input & string)[]
  readonly ranges?: Readonly<Partial<Record<keyof Input & string, Range>>>
  /** Older names: a field that stands in for another where that is absent. */
  readonly aliases?: Readonly<Partial<Record<keyof Input & string, keyof Input & string>>>
  /** A rule that the tables above cannot say. */
  readonly check?: (input: Input) => void
  /** Under `/ajax-api/` only, as the page's own calls are. */
  readonly ajaxOnly?: boolean
  /** The reply is large and made for a page: it goes out compressed to those who take that. */
  readonly compressed?: boolean
  /** Carries the reply's type; never set. */
  readonly output?: Output
}

/** Declares an endpoint. */
export function endpoint<Input, Output>(declaration: Endpoint<Input, Output>): Endpoint<Input, Output> {
  return declaration
}

/** Turns what came in (body, query and path parameters, one object) into the checked request. */
export function decodeRequest<Input, Output>(
  declaration: Endpoint<Input, Output>,
  raw: Record<string, unknown>,
): Input {
  const input = declaration.request.decode(raw) as Input & Record<string, unknown>
  for (const [name, older] of Object.entries(declaration.aliases ?? {}) as [string, string][]) {
    if (isMissing(input[name]) && !isMissing(input[older])) Object.assign(input, { [name]: input[older] })
  }
  for (const name of declaration.required ?? []) if (isMissing(input[name])) throw missingParameter(name)
  for (const [name, range] of Object.entries(declaration.ranges ?? {}) as [string, Range][]) {
    checkRange(name, input[name], raw[name], range)
  }
  declaration.check?.(input)
  return input
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === ''
}

const DOCS = 'See the API docs for more information about request parameters.'

function checkRange(name: string, value: unknown, raw: unknown, range: Range): void {
  if (value === undefined) return
  const size = Array.isArray(value) ? value.length : Number(value)
  if (size <= range.max && size >= (range.min ?? Number.NEGATIVE_INFINITY)) return
  if (!range.message) throw wrongType(name, raw)
  throw invalidParameter(`${range.message.replace('{length}', String(size))} ${DOCS}`)
}
