import { ARROW, AS, ASSIGNMENT, CAST, COMPARISON, DIRECTED, fold, LIST, OPERATION } from './clause-folds.ts'
import {
  aliases,
  bracket,
  cases,
  comments,
  dotted,
  functions,
  subscripts,
  typed,
  where,
} from './clause-groups.ts'
import type { Node } from './clause-nodes.ts'
import { type Token, tokenize } from './lexer.ts'

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
