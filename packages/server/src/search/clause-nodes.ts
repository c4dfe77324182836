import type { TokenKind } from './lexer.ts'

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

export function join(kind: NodeKind, nodes: readonly Node[], parts: readonly Node[] = []): Node {
  return { kind, start: nodes[0]?.start ?? 0, end: nodes.at(-1)?.end ?? 0, parts }
}

/** The last node that is not white space. */
export function lastInk(nodes: readonly Node[]): number {
  return nodes.at(-1)?.kind === 'space' ? nodes.length - 2 : nodes.length - 1
}

export function skipSpace(nodes: readonly Node[], from: number): number {
  return nodes[from]?.kind === 'space' ? from + 1 : from
}

export function oneOf(...kinds: readonly NodeKind[]): (node: Node) => boolean {
  const set = new Set(kinds)
  return (node) => set.has(node.kind)
}

export function noneOf(...kinds: readonly NodeKind[]): (node: Node) => boolean {
  const contains = oneOf(...kinds)
  return (node) => !contains(node)
}
