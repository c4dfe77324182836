import { invalidParameter } from '@millrace/contract'
import type { Node, NodeKind } from './clause-nodes.ts'
import { parseClauses } from './clauses.ts'

/** A comparison as written, before anything in it is looked up. */
export interface WrittenComparison {
  /** The significant pieces: three, unless a comment stands among them or it is a test for NULL. */
  readonly pieces: readonly Node[]
  /** The word or sign; lists and tests for NULL in capitals, all else as written. */
  readonly comparator: string
}

export interface ClauseList {
  readonly statements: number
  readonly comparisons: readonly WrittenComparison[]
  /** What is no comparison and no AND. */
  readonly invalid: readonly Node[]
  readonly text: (node: Node) => string
}

/** Sorts the top level of a filter into comparisons and what does not belong there. */
export function parseClauseList(filter: string): ClauseList {
  const { statements, nodes, text } = parseClauses(filter)
  const ink = nodes.filter((node) => node.kind !== 'space')
  const comparisons: WrittenComparison[] = []
  const invalid: Node[] = []
  for (let i = 0; i < ink.length; ) {
    const window = ink.slice(i, i + (isIdentifier(ink[i]) ? WINDOW : 1))
    const spelled = spelledOut(window, text)
    if (spelled) comparisons.push(spelled.written)
    else for (const node of window) sort(node)
    i += spelled?.length ?? window.length
  }
  return { statements, comparisons, invalid, text }

  function sort(node: Node): void {
    if (node.kind === 'comparison')
      comparisons.push({ pieces: node.parts, comparator: text(node.parts[1] ?? node) })
    else if (!(node.kind === 'keyword' && text(node).toUpperCase() === 'AND')) invalid.push(node)
  }
}

/** An identifier that begins no such comparison hides one beginning among the next three pieces, as in MLflow. */
const WINDOW = 4

const IDENTIFIERS = new Set<NodeKind>(['identifier', 'aliased', 'renamed'])

export function isIdentifier(node: Node | undefined): boolean {
  return node !== undefined && IDENTIFIERS.has(node.kind)
}

/** `x IN (…)` and `x IS NULL`: comparisons that SQL's grammar does not count among them. */
function spelledOut(
  [node, second, third, fourth]: readonly Node[],
  text: ClauseList['text'],
): { written: WrittenComparison; length: number } | undefined {
  if (!node || !second || !third) return undefined
  const [word, next] = [second, third].map((piece) => text(piece).toUpperCase())
  if (word === 'IN' && third.kind === 'parenthesis') {
    return { written: { pieces: [node, second, third], comparator: text(second) }, length: 3 }
  }
  if (word === 'NOT' && next === 'IN' && fourth?.kind === 'parenthesis') {
    return { written: { pieces: [node, third, fourth], comparator: 'NOT IN' }, length: 4 }
  }
  if (word === 'IS' && (next === 'NULL' || next === 'NOT NULL')) {
    return { written: { pieces: [node], comparator: `IS ${next}` }, length: 3 }
  }
  return undefined
}

/** Databases and the lexer disagree about these, so they are refused before either sees them. */
export function assertSearchable(what: string, text: string): void {
  if (text.includes('\0')) throw invalidParameter(`Invalid ${what}: it contains a NUL character.`)
  if (!text.isWellFormed()) throw invalidParameter(`Invalid ${what}: it is not valid Unicode text.`)
}
