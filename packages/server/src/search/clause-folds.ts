import { join, lastInk, type Node, type NodeKind, noneOf, oneOf, skipSpace } from './clause-nodes.ts'

interface Fold {
  readonly into: NodeKind
  readonly isJoint: (node: Node) => boolean
  readonly left: (node: Node) => boolean
  readonly right: (node: Node) => boolean
  /** The joint itself is the last part: `key DESC`. */
  readonly postfix?: boolean
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

export const DIRECTED: Fold = {
  into: 'identifier',
  isJoint: oneOf('direction'),
  left: (node) => DIRECTABLE(node) && node.parts[1]?.kind !== 'direction',
  right: () => true,
  postfix: true,
}

export const CAST: Fold = { into: 'identifier', isJoint: oneOf('cast'), left: () => true, right: () => true }

/** `a -> 'b'`, reaching into JSON. */
export const ARROW: Fold = {
  into: 'identifier',
  isJoint: oneOf('arrow'),
  left: oneOf('identifier'),
  right: oneOf('identifier', 'string', 'number'),
}

export const OPERATION: Fold = {
  into: 'operation',
  isJoint: oneOf('operator', 'wildcard'),
  left: oneOf(...OPERANDS, 'operand'),
  right: oneOf(...OPERANDS, 'operand'),
}

export const COMPARISON: Fold = {
  into: 'comparison',
  isJoint: oneOf('comparator'),
  left: oneOf(...OPERANDS, 'null', 'comparison'),
  right: oneOf(...OPERANDS, 'null'),
}

export const AS: Omit<Fold, 'isJoint'> = {
  into: 'renamed',
  left: noneOf('keyword', 'operand', 'direction'),
  right: () => true,
}

export const ASSIGNMENT: Fold = {
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

export const LIST: Fold = { into: 'list', isJoint: oneOf('comma'), left: LISTED, right: LISTED }

/** Joins `left joint right` into one node wherever all three fit; a joined node can be the left of the next. */
export function fold(nodes: Node[], { into, isJoint, left, right, postfix }: Fold): Node[] {
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
