/** What may stand next in a filter. */
type Expected = 'field' | 'operator' | 'value' | 'and'

interface Piece {
  kind: Expected
  text: string
  start: number
  end: number
}

/** A span of a text, from the first character to the one after the last. */
export interface Span {
  start: number
  end: number
}

const NAME = String.raw`(?:${'`[^`]*`?'}|"[^"]*"?|[\p{L}_][^\s=<>!${'`'}"'()]*)`
const PATTERNS: Record<Expected, RegExp> = {
  field: new RegExp(String.raw`[\p{L}_][\p{L}\p{N}_]*\.${NAME}?|${NAME}`, 'uy'),
  operator: /[!<>=~]+|(?:i?like|not\s+in|in|is\s+not\s+null|is\s+null)(?![\w])/iuy,
  value: /'[^']*'?|"[^"]*"?|\([^)]*\)?|[^\s()]+/uy,
  and: /and(?!\w)/iuy,
}
const SPACE = /\s*/uy

const isNullTest = (operator: string) => /null$/i.test(operator)

function after({ kind, text }: Piece): Expected {
  if (kind === 'field') return 'operator'
  if (kind === 'operator') return isNullTest(text) ? 'and' : 'value'
  return kind === 'value' ? 'and' : 'field'
}

interface Reading {
  pieces: Piece[]
  /** What should have come where the reading stopped. */
  expected: Expected
  /** Where it stopped; the end of the text if nothing is out of place. */
  at: number
}

/** Reads a filter as far as it is one: comparisons with AND between them. */
function read(text: string): Reading {
  const pieces: Piece[] = []
  let expected: Expected = 'field'
  let at = 0
  for (;;) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    const pattern = PATTERNS[expected]
    pattern.lastIndex = at
    const found = at < text.length ? pattern.exec(text)?.[0] : undefined
    if (!found) return { pieces, expected, at }
    const piece = { kind: expected, text: found, start: at, end: at + found.length }
    pieces.push(piece)
    at = piece.end
    expected = after(piece)
  }
}

/** What is being typed at the end of a text. */
export interface Typing {
  expected: Expected
  /** Begun, perhaps empty. */
  partial: string
  start: number
  /** The field that an operator or a value belongs to. */
  field: string
}

const isOpen = ({ kind, text }: Piece) =>
  kind === 'field' ||
  (kind === 'operator' && /\w$/.test(text)) ||
  (kind === 'value' && !/^(['"(]).*['")]$/su.test(text))

/** Looks at a filter up to the caret. */
export function typingAt(before: string): Typing {
  const { pieces, expected, at } = read(before)
  const fieldOf = (index: number) =>
    pieces.slice(0, index).findLast(({ kind }) => kind === 'field')?.text ?? ''
  const last = pieces.at(-1)
  if (at < before.length || !last || last.end < before.length || !isOpen(last))
    return { expected, partial: before.slice(at), start: at, field: fieldOf(pieces.length) }
  return { expected: last.kind, partial: last.text, start: last.start, field: fieldOf(pieces.length - 1) }
}

const PREFIXES: Record<string, 'number' | 'text' | 'attribute' | 'dataset'> = {
  metric: 'number',
  metrics: 'number',
  param: 'text',
  params: 'text',
  parameter: 'text',
  parameters: 'text',
  tag: 'text',
  tags: 'text',
  attr: 'attribute',
  attribute: 'attribute',
  attributes: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
}

export const FILTER_ATTRIBUTES: Record<string, 'number' | 'text'> = {
  run_name: 'text',
  status: 'text',
  user_id: 'text',
  start_time: 'number',
  end_time: 'number',
  run_id: 'text',
  artifact_uri: 'text',
}
export const DATASET_FIELDS = ['name', 'digest', 'context']

/** What a field holds; undefined where there is no such field. */
export function holdsOf(field: string): 'number' | 'text' | undefined {
  const dot = field.indexOf('.')
  const kind = dot < 0 ? 'attribute' : PREFIXES[field.slice(0, dot)]
  const key = field.slice(dot + 1).replace(/^[`"](.*)[`"]$/su, '$1')
  if (kind === 'attribute') return Object.hasOwn(FILTER_ATTRIBUTES, key) ? FILTER_ATTRIBUTES[key] : undefined
  if (kind === 'dataset') return DATASET_FIELDS.includes(key) ? 'text' : undefined
  return key === '' ? undefined : kind
}

/** Whether params and tags, which may be missing, are meant. */
export const mayBeMissing = (field: string): boolean => /^(param|tag)/.test(field)

const isComplete = (value: string) => /^(?:'[^']*'|"[^"]*"|\([^)]*\))$/su.test(value)
const isNumber = (value: string) =>
  value !== '' && Number.isFinite(Number(value.replace(/^(['"])(.*)\1$/su, '$2')))

const SIGNS = new Set(['=', '!=', '<', '<=', '>', '>='])

function isWrong(piece: Piece, field: string, operator: string): boolean {
  if (piece.kind === 'field') return holdsOf(piece.text) === undefined
  const isNumeric = holdsOf(field) === 'number'
  if (piece.kind === 'operator') {
    if (/^[!<>=~]/.test(piece.text) && !SIGNS.has(piece.text)) return true
    if (isNullTest(piece.text)) return !mayBeMissing(field)
    return isNumeric ? /[a-z]/i.test(piece.text) : /[<>]/.test(piece.text)
  }
  if (piece.kind !== 'value') return false
  if (isNumeric) return !isNumber(piece.text)
  return !isComplete(piece.text) || /in$/i.test(operator) !== piece.text.startsWith('(')
}

/** The first part of a refused filter that is out of place; undefined where only the server knows. */
export function wrongPart(filter: string): Span | undefined {
  const { pieces, expected, at } = read(filter)
  let field = ''
  let operator = ''
  for (const piece of pieces) {
    if (isWrong(piece, field, operator)) return piece
    if (piece.kind === 'field') field = piece.text
    if (piece.kind === 'operator') operator = piece.text
  }
  if (at < filter.length) return { start: at, end: filter.length }
  if (expected === 'and' || pieces.length === 0) return undefined
  const last = pieces.at(-1)
  return last && { start: last.start, end: filter.length }
}
