import { type Token, type TokenKind, tokenize } from './lexer.ts'

export type NodeKind =
  | TokenKind
  | 'identifier'
  | 'parenthesis'
  | 'square'
  | 'case'
  | 'function'
  | 'typed'
  | 'operation'
  | 'comparison'
  | 'aliased'
  | 'renamed'
  | 'list'
  | 'assignment'
  | 'where'

/** A token or a group of them; only what a later step asks for is kept in `parts`. */
export interface Node {
  readonly kind: NodeKind
  readonly start: number
  readonly end: number
  readonly parts: readonly Node[]
}

/** A text cut into the clauses that MLflow's SQL parser would see at its top level. */
export interface Clauses {
  /** How many statements, separated by semicolons, the text holds. */
  readonly statements: number
  /** Of the whole text, white space included. */
  readonly nodes: readonly Node[]
  readonly text: (node: Node) => string
}

export function parseClauses(source: string): Clauses {
  const tokens = tokenize(source)
  return {
    statements: countStatements(tokens),
    nodes: group(source, tokens.map(leaf)),
    text: (node) => source.slice(node.start, node.end),
  }
}

function leaf({ kind, start, end }: Token): Node {
  return { kind, start, end, parts: [] }
}

function countStatements(tokens: readonly Token[]): number {
  let ended = false
  let count = 0
  let depth = 0
  for (const { kind } of tokens) {
    if (kind === 'space' || (kind === 'comment' && count > 0)) continue
    if (count === 0 || ended) count++
    if (kind === 'open') depth++
    if (kind === 'close') depth--
    ended = kind === 'semicolon' && depth <= 0
  }
  return count
}

/** The order of these steps is what decides the odd cases; it follows what MLflow's parser was seen to do. */
function group(source: string, tokens: Node[]): Node[] {
  const word = (node: Node | undefined) => (node ? source.slice(node.start, node.end).toLowerCase() : '')
  const steps: readonly ((nodes: Node[]) => Node[])[] = [
    bracket,
    (nodes) => cases(nodes, word),
    functions,
    (nodes) => nodes.map((node) => (node.kind === 'symbol' ? { ...node, kind: 'name' } : node)),
    (nodes) => where(nodes, word),
    dotted,
    subscripts,
    (nodes) => fold(nodes, ARROW),
    (nodes) => fold(nodes, DIRECTED),
    (nodes) => fold(nodes, CAST),
    (nodes) => typed(nodes, word),
    (nodes) => fold(nodes, OPERATION),
    (nodes) => fold(nodes, COMPARISON),
    (nodes) => fold(nodes, { ...AS, isJoint: (node) => node.kind === 'keyword' && word(node) === 'as' }),
    aliases,
    comments,
    (nodes) => fold(nodes, ASSIGNMENT),
    (nodes) => fold(nodes, LIST),
  ]
  return steps.reduce((nodes, step) => step(nodes), tokens)
}

function join(kind: NodeKind, nodes: readonly Node[], parts: readonly Node[] = []): Node {
  return { kind, start: nodes[0]?.start ?? 0, end: nodes.at(-1)?.end ?? 0, parts }
}

const CLOSES: Partial<Record<NodeKind, { opener: NodeKind; kind: NodeKind }>> = {
  close: { opener: 'open', kind: 'parenthesis' },
  'close-square': { opener: 'open-square', kind: 'square' },
}

/** What stands in brackets becomes one node; its inside is never looked at again, so that depth costs nothing. */
function bracket(nodes: Node[]): Node[] {
  const out: Node[] = []
  const open: number[] = []
  for (const node of nodes) {
    out.push(node)
    if (node.kind === 'open' || node.kind === 'open-square') open.push(out.length - 1)
    const closes = CLOSES[node.kind]
    const from = open.at(-1)
    if (!closes || from === undefined || out[from]?.kind !== closes.opener) continue
    open.pop()
    out.push(join(closes.kind, out.splice(from)))
  }
  return out
}

function cases(nodes: Node[], word: (node: Node) => string): Node[] {
  const out: Node[] = []
  const open: number[] = []
  for (const node of nodes) {
    out.push(node)
    if (node.kind !== 'keyword') continue
    if (word(node) === 'case') open.push(out.length - 1)
    if (word(node) !== 'end') continue
    const from = open.pop()
    if (from !== undefined) out.push(join('case', out.splice(from)))
  }
  return out
}

const CALLABLE = new Set<NodeKind>(['name', 'placeholder', 'type'])

function functions(nodes: Node[]): Node[] {
  const out: Node[] = []
  for (const node of nodes) {
    const name = node.kind === 'parenthesis' ? lastInk(out) : -1
    const kind = out[name]?.kind
    if (kind !== undefined && CALLABLE.has(kind)) out.push(join('function', [...out.splice(name), node]))
    else out.push(node)
  }
  return out
}

const AFTER_WHERE = new Set([
  'order by',
  'group by',
  'limit',
  'union',
  'union all',
  'except',
  'having',
  'returning',
  'into',
])

function where(nodes: Node[], word: (node: Node) => string): Node[] {
  const from = nodes.findIndex((node) => node.kind === 'keyword' && word(node) === 'where')
  if (from < 0) return nodes
  const stop = nodes.findIndex(
    (node, i) => i > from && node.kind === 'keyword' && AFTER_WHERE.has(word(node)),
  )
  const to = stop < 0 ? nodes.length : stop
  return [...nodes.slice(0, from), join('where', nodes.slice(from, to)), ...nodes.slice(to)]
}

const LAST_AFTER_DOT = new Set<NodeKind>(['wildcard', 'string', 'function'])

/** `a.b.c` with blanks around the dots, also with nothing after the last one, and every lone name. */
function dotted(nodes: Node[]): Node[] {
  const out: Node[] = []
  for (let i = 0; i < nodes.length; ) {
    const length = nodes[i]?.kind === 'name' ? dottedLength(nodes, i) : 0
    const node = nodes[i]
    if (length > 0) out.push(join('identifier', nodes.slice(i, i + length)))
    else if (node) out.push(node)
    i += Math.max(1, length)
  }
  return out
}

function dottedLength(nodes: readonly Node[], from: number): number {
  let end = from + 1
  for (;;) {
    const dot = skipSpace(nodes, end)
    if (nodes[dot]?.kind !== 'dot') return end - from
    const next = skipSpace(nodes, dot + 1)
    const kind = nodes[next]?.kind
    if (kind !== undefined && LAST_AFTER_DOT.has(kind)) return next + 1 - from
    end = kind === 'name' ? next + 1 : dot + 1
  }
}

function skipSpace(nodes: readonly Node[], from: number): number {
  return nodes[from]?.kind === 'space' ? from + 1 : from
}

function subscripts(nodes: Node[]): Node[] {
  const out: Node[] = []
  for (const node of nodes) {
    const before = out.at(-1)
    if (node.kind === 'square' && before?.kind === 'identifier')
      out[out.length - 1] = join('identifier', [before, node])
    else out.push(node)
  }
  return out
}

function typed(nodes: Node[], word: (node: Node) => string): Node[] {
  const out: Node[] = []
  for (const node of nodes) {
    const type = node.kind === 'string' ? lastInk(out) : -1
    const before = out[type]
    if (type > 0 && before?.kind === 'type' && (word(before) === 'date' || word(before) === 'timestamp'))
      out.push(join('typed', [...out.splice(type), node]))
    else out.push(node)
  }
  return out
}

interface Fold {
  readonly into: NodeKind
  readonly isJoint: (node: Node) => boolean
  readonly left: (node: Node) => boolean
  readonly right: (node: Node) => boolean
  /** The joint itself is the last part: `key DESC`. */
  readonly postfix?: boolean
}

function oneOf(...kinds: readonly NodeKind[]): (node: Node) => boolean {
  const set = new Set(kinds)
  return (node) => set.has(node.kind)
}

function noneOf(...kinds: readonly NodeKind[]): (node: Node) => boolean {
  const contains = oneOf(...kinds)
  return (node) => !contains(node)
}

const OPERANDS: readonly NodeKind[] = [
  'identifier',
  'string',
  'number',
  'placeholder',
  'parenthesis',
  'function',
  'typed',
  'operation',
]

const DIRECTABLE = oneOf('identifier', 'number', 'hex')

const DIRECTED: Fold = {
  into: 'identifier',
  isJoint: oneOf('direction'),
  left: (node) => DIRECTABLE(node) && node.parts[1]?.kind !== 'direction',
  right: () => true,
  postfix: true,
}

const CAST: Fold = { into: 'identifier', isJoint: oneOf('cast'), left: () => true, right: () => true }

/** `a -> 'b'`, reaching into JSON. */
const ARROW: Fold = {
  into: 'identifier',
  isJoint: oneOf('arrow'),
  left: oneOf('identifier'),
  right: oneOf('identifier', 'string', 'number'),
}

const OPERATION: Fold = {
  into: 'operation',
  isJoint: oneOf('operator', 'wildcard'),
  left: oneOf(...OPERANDS, 'operand'),
  right: oneOf(...OPERANDS, 'operand'),
}

const COMPARISON: Fold = {
  into: 'comparison',
  isJoint: oneOf('comparator'),
  left: oneOf(...OPERANDS, 'null', 'comparison'),
  right: oneOf(...OPERANDS, 'null'),
}

const AS: Omit<Fold, 'isJoint'> = {
  into: 'renamed',
  left: noneOf('keyword', 'operand', 'direction'),
  right: () => true,
}

const ASSIGNMENT: Fold = {
  into: 'assignment',
  isJoint: oneOf('assign'),
  left: noneOf('keyword', 'null', 'operand'),
  right: noneOf('keyword', 'null', 'operand'),
}

const LISTED = oneOf(
  ...OPERANDS.filter((kind) => kind !== 'parenthesis'),
  'comparison',
  'aliased',
  'renamed',
  'list',
  'case',
  'wildcard',
  'keyword',
  'operand',
  'null',
)

const LIST: Fold = { into: 'list', isJoint: oneOf('comma'), left: LISTED, right: LISTED }

/** Joins `left joint right` into one node wherever all three fit; a joined node can be the left of the next. */
function fold(nodes: Node[], { into, isJoint, left, right, postfix }: Fold): Node[] {
  const out: Node[] = []
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    if (!node) break
    const from = isJoint(node) ? lastInk(out) : -1
    const before = out[from]
    const next = postfix ? i : skipSpace(nodes, i + 1)
    const after = nodes[next]
    if (before && after && left(before) && right(after)) {
      out.length = from
      out.push(join(into, [before, after], postfix ? [before, node] : [before, node, after]))
      i = next
    } else out.push(node)
  }
  return out
}

/** The last node that is not white space. */
function lastInk(nodes: readonly Node[]): number {
  return nodes.at(-1)?.kind === 'space' ? nodes.length - 2 : nodes.length - 1
}

const ALIASABLE = oneOf(
  'identifier',
  'renamed',
  'number',
  'hex',
  'parenthesis',
  'function',
  'case',
  'operation',
  'comparison',
)

/** `x y`: the second is taken for a new name of the first. */
function aliases(nodes: Node[]): Node[] {
  const out: Node[] = []
  for (const node of nodes) {
    const from = node.kind === 'identifier' || node.kind === 'renamed' ? lastInk(out) : -1
    const before = out[from]
    if (before && ALIASABLE(before)) {
      out.length = from
      out.push(join('aliased', [before, node], [before, node]))
    } else out.push(node)
  }
  return out
}

const COMMENTED = oneOf(
  'identifier',
  'parenthesis',
  'function',
  'case',
  'operation',
  'comparison',
  'aliased',
  'renamed',
  'typed',
)

/** A comment belongs to the group before it, unless nothing at all follows. */
function comments(nodes: Node[]): Node[] {
  const out: Node[] = []
  nodes.forEach((node, i) => {
    const from = node.kind === 'comment' && i < nodes.length - 1 ? lastInk(out) : -1
    const before = out[from]
    if (before && COMMENTED(before)) {
      out.length = from
      out.push(join(before.kind, [before, node], [...before.parts, node]))
    } else out.push(node)
  })
  return out
}
