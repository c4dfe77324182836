import { invalidParameter, MlflowError } from '@millrace/contract'
import { assertSearchable, parseClauseList, type WrittenComparison } from './clause-list.ts'
import type { Node } from './clause-nodes.ts'
import {
  isOneOf,
  LIST_COMPARATORS,
  type ListTest,
  NUMBER_COMPARATORS,
  type NumberTest,
  TEXT_COMPARATORS,
  type TextTest,
} from './comparison.ts'
import { lookUp } from './entities.ts'
import { type Literal, readList } from './list-literal.ts'
import { ALIASES, COLUMNS } from './logged-model-columns.ts'
import { reprText, toFloat } from './python.ts'
import { assertFilterSize } from './size.ts'

/** One condition of a filter on logged models. Numbers may be NaN and infinite here. */
export type LoggedModelComparison = { readonly key: string } & (
  | ({ readonly type: 'metric' | 'attribute' } & NumberTest)
  | ({ readonly type: 'attribute' | 'parameter' | 'tag' } & (TextTest | ListTest))
)

const PREFIXES: Record<string, LoggedModelComparison['type']> = {
  attributes: 'attribute',
  metrics: 'metric',
  params: 'parameter',
  tags: 'tag',
}

const TIMES = new Set(['creation_timestamp_ms', 'last_updated_timestamp_ms'])

/** Reads a filter on logged models, which MLflow reads with other rules than all other filters. */
export function parseLoggedModelFilter(filter: string | undefined): LoggedModelComparison[] {
  if (!filter) return []
  assertSearchable('filter string', filter)
  const { statements, comparisons, invalid, text } = parseClauseList(filter)
  const refusal = `Invalid filter string: ${reprText(filter)}.`
  if (statements !== 1) throw invalidParameter(`${refusal} Expected a single SQL expression.`)
  const [firstInvalid] = invalid
  const drafts = comparisons
    .filter((written) => isBefore(written, firstInvalid))
    .map((written) => read(written, text))
  if (firstInvalid) {
    throw invalidParameter(
      `${refusal} Expected a list of comparisons separated by 'AND' (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').`,
    )
  }
  const checked = drafts.map(check)
  assertFilterSize(checked)
  return checked
}

/** MLflow reads from left to right and stops at what it cannot use, so that an earlier mistake is told first. */
function isBefore({ pieces }: WrittenComparison, invalid: Node | undefined): boolean {
  return invalid === undefined || (pieces[0]?.start ?? 0) < invalid.start
}

/** A comparison that fits together, its key not yet looked up among the columns. */
interface Draft {
  readonly target: Target
  readonly comparator: string
  readonly value: number | string | readonly Literal[]
}

function read({ pieces, comparator }: WrittenComparison, text: (node: Node) => string): Draft {
  const [left, , right] = pieces
  if (!left || !right || pieces.length !== 3) {
    const whole = left && pieces.length > 1 ? { ...left, end: pieces.at(-1)?.end ?? left.end } : undefined
    const shown = whole ? text(whole) : `${left ? text(left) : ''}${comparator}`
    throw invalidParameter(`Invalid comparison: ${shown}. Expected a comparison with 3 tokens.`)
  }
  const target = identify(text(left))
  const sign = comparator.toUpperCase()
  const comparators = target.holds === 'number' ? NUMBER_COMPARATORS : TEXT_OR_LIST_COMPARATORS
  if (!isOneOf<string>(comparators, sign)) throw badComparator(target, sign, comparators)
  return { target, comparator: sign, value: readValue(target, right.kind, text(right)) }
}

function readValue({ holds }: Target, kind: Node['kind'], source: string): Draft['value'] {
  if (holds === 'text') return isList(kind, source) ? listOf(source) : stripped(source, "'")
  const value = toFloat(source)
  if (value !== undefined) return value
  throw new MlflowError('INTERNAL_ERROR', `could not convert string to float: ${reprText(source)}`)
}

/** A comment behind the list belongs to its text, which then is no list any more. */
function isList(kind: Node['kind'], source: string): boolean {
  return kind === 'parenthesis' && source.endsWith(')')
}

function check({ target, comparator, value }: Draft): LoggedModelComparison {
  const { type, key } = target
  if (type === 'attribute') assertColumn(key)
  if (typeof value === 'number' && (type === 'metric' || type === 'attribute')) {
    if (isOneOf(NUMBER_COMPARATORS, comparator)) return { type, key, comparator, value }
  } else if (type !== 'metric' && typeof value === 'string') {
    if (isOneOf(TEXT_COMPARATORS, comparator)) return { type, key, comparator, value }
    throw notInList(reprText(value))
  } else if (type !== 'metric' && typeof value === 'object' && isOneOf(LIST_COMPARATORS, comparator)) {
    return { type, key, comparator, value: textsOf(value) }
  }
  throw invalidParameter(`A list of values can be compared with IN or NOT IN only, not with '${comparator}'`)
}

interface Target {
  readonly prefix: string
  readonly type: LoggedModelComparison['type']
  readonly key: string
  readonly holds: 'number' | 'text'
}

const PREFIXED = /^([a-z]+)\.(.+)$/

function identify(identifier: string): Target {
  const [, prefix, key] = PREFIXED.exec(identifier) ?? []
  if (prefix === undefined || key === undefined) return attribute(identifier)
  const type = lookUp(PREFIXES, prefix)
  if (!type) {
    throw invalidParameter(
      `Invalid entity type: ${reprText(prefix)}. Expected one of [${Object.keys(PREFIXES).map(reprText).join(', ')}].`,
    )
  }
  if (type === 'attribute') return attribute(key)
  return { prefix, type, key: stripped(key, '`'), holds: type === 'metric' ? 'number' : 'text' }
}

function attribute(written: string): Target {
  const name = stripped(written, '`')
  const key = lookUp(ALIASES, name) ?? name
  return { prefix: 'attributes', type: 'attribute', key, holds: TIMES.has(key) ? 'number' : 'text' }
}

const TEXT_OR_LIST_COMPARATORS = [...TEXT_COMPARATORS, ...LIST_COMPARATORS]

function badComparator({ prefix, key }: Target, comparator: string, valid: readonly string[]): MlflowError {
  return invalidParameter(
    `Invalid comparison operator for ${prefix}.${key}: '${comparator}'. Expected one of (${valid.map(reprText).join(', ')}).`,
  )
}

function listOf(source: string): readonly Literal[] {
  const items = readList(source)
  if (items === 'ill-formed') throw new MlflowError('INTERNAL_ERROR', 'invalid syntax (<unknown>, line 1)')
  if (items === 'not-literal') throw new MlflowError('INTERNAL_ERROR', 'malformed node or string on line 1')
  return items
}

/** Numbers in a list are compared as texts, but MLflow cannot use a lone one. */
function textsOf(items: readonly Literal[]): readonly string[] {
  const [only] = items
  if (items.length === 1 && only && only.text === undefined) throw notInList(only.repr)
  return items.map(({ text, repr }) => {
    assertSearchable('list in filter string', text ?? repr)
    return text ?? repr
  })
}

function notInList(shown: string): MlflowError {
  return new MlflowError(
    'BAD_REQUEST',
    `IN expression list, SELECT construct, or bound parameter object expected, got ${shown}.`,
  )
}

function assertColumn(key: string): void {
  if (COLUMNS.has(key)) return
  throw new MlflowError('INTERNAL_ERROR', `type object 'SqlLoggedModel' has no attribute '${key}'`)
}

/** Takes off every mark at both ends, however many there are. */
function stripped(text: string, mark: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charAt(start) === mark) start++
  while (end > start && text.charAt(end - 1) === mark) end--
  return text.slice(start, end)
}
