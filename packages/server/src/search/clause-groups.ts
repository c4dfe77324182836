import { join, lastInk, type Node, type NodeKind, oneOf, skipSpace } from './clause-nodes.ts'

const CLOSES: Partial<Record<NodeKind, { opener: NodeKind; kind: NodeKind }>> = {
  close: { opener: 'open', kind: 'parenthesis' },
  'close-square': { opener: 'open-square', kind: 'square' },
}

/** What stands in brackets becomes one node; its inside is never looked at again, so that depth costs nothing. */
export function bracket(nodes: Node[]): Node[] {
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

export function cases(nodes: Node[], word: (node: Node) => string): Node[] {
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

export function functions(nodes: Node[]): Node[] {
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

export function where(nodes: Node[], word: (node: Node) => string): Node[] {
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
export function dotted(nodes: Node[]): Node[] {
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

export function subscripts(nodes: Node[]): Node[] {
  const out: Node[] = []
  for (const node of nodes) {
    const before = out.at(-1)
    if (node.kind === 'square' && before?.kind === 'identifier')
      out[out.length - 1] = join('identifier', [before, node])
    else out.push(node)
  }
  return out
}

export function typed(nodes: Node[], word: (node: Node) => string): Node[] {
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
export function aliases(nodes: Node[]): Node[] {
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
export function comments(nodes: Node[]): Node[] {
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
