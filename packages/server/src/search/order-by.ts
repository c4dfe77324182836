import { invalidParameter, MlflowError } from '@millrace/contract'
import { assertSearchable } from './clause-list.ts'
import type { Node } from './clause-nodes.ts'
import { parseClauses } from './clauses.ts'
import { type ComparedType, ENTITIES, lookUp, type SearchEntity } from './entities.ts'
import { identify, unknownAttribute, unquoteKey } from './identifier.ts'
import { reprSet, reprText } from './python.ts'
import { RULES } from './rules.ts'
import { assertOrderSize } from './size.ts'

/** One key of an order, most significant first. */
export interface OrderTerm {
  readonly type: Exclude<ComparedType, 'dataset'>
  readonly key: string
  readonly ascending: boolean
}

/** Reads `key [ASC|DESC]` terms as MLflow reads them for that entity. */
export function parseOrderBy(entity: SearchEntity, orderBy: readonly string[]): OrderTerm[] {
  assertOrderSize(orderBy)
  const terms = orderBy.map((clause) => TERMS[entity](splitClause(clause)))
  if (ONE_KEY_ONCE[entity] && new Set(terms.map(({ type, key }) => `${type} ${key}`)).size < terms.length) {
    throw new MlflowError(
      'INTERNAL_ERROR',
      `\`order_by\` contains duplicate fields: [${orderBy.map(reprText).join(', ')}]`,
    )
  }
  return terms
}

const ONE_KEY_ONCE: Record<SearchEntity, boolean> = {
  runs: true,
  experiments: false,
  registered_models: true,
  model_versions: true,
  evaluation_datasets: false,
}

interface Clause {
  readonly key: string
  readonly hasDirection: boolean
  readonly ascending: boolean
}

const TIMESTAMP = /^timestamp(?:\s+(asc|desc))?$/i

function splitClause(clause: string): Clause {
  assertSearchable('order_by clause', clause)
  const { statements, nodes, text } = parseClauses(clause)
  const [node] = nodes
  const single = statements === 1 && nodes.length === 1 ? node : undefined
  if (single?.kind === 'identifier') return directed(single, text)
  // A type of SQL and yet a key of registered models, so MLflow makes an exception for this one spelling.
  if (clause.startsWith('timestamp') && TIMESTAMP.test(clause)) return timestamp(clause)
  const last = single?.kind === 'aliased' ? single.parts.at(-1) : undefined
  if (single && last) return looselyDirected(clause, single, last, text)
  throw unparsable(clause)
}

function unparsable(clause: string): Error {
  return invalidParameter(`Invalid order_by clause '${clause}'. Could not be parsed.`)
}

/** `metrics.1 DESC` is two pieces to the lexer, `.1 DESC` being the second; MLflow takes it all the same. */
function looselyDirected(clause: string, whole: Node, last: Node, text: (node: Node) => string): Clause {
  if (last.parts.length === 0) throw invalidParameter(`Invalid ordering key in order_by clause '${clause}'.`)
  const [piece, direction] = last.parts
  const key = piece ? text({ ...whole, end: piece.end }) : ''
  if (direction?.kind !== 'direction' || /\s/.test(key)) throw unparsable(clause)
  return { key, hasDirection: true, ascending: isAscending(text(direction)) }
}

function directed(node: Node, text: (node: Node) => string): Clause {
  const [key, direction] = node.parts
  if (!key || direction?.kind !== 'direction' || key.end === direction.start) {
    return { key: text(node), hasDirection: false, ascending: true }
  }
  return { key: text(key), hasDirection: true, ascending: isAscending(text(direction)) }
}

function timestamp(clause: string): Clause {
  const direction = TIMESTAMP.exec(clause)?.[1]
  return {
    key: 'timestamp',
    hasDirection: direction !== undefined,
    ascending: isAscending(direction ?? 'asc'),
  }
}

function isAscending(direction: string): boolean {
  return direction.toLowerCase() === 'asc'
}

/** In an order, unlike in a filter, the names of versions' attributes may be quoted. */
const QUOTED_VERSIONS = { ...RULES.model_versions, quotedAttribute: true }

const TERMS: Record<SearchEntity, (clause: Clause) => OrderTerm> = {
  runs({ key, ascending }) {
    const { type, name } = identify('runs', key)
    if (type === 'attribute') return { type, key: orderable('runs', name), ascending }
    if (type === 'dataset') throw invalidParameter("Invalid identifier type 'dataset'")
    return { type, key: name, ascending }
  },
  experiments: attributeTerm('experiments'),
  registered_models({ key, hasDirection, ascending }) {
    const name = hasDirection ? unquotedAfterDot(key) : key
    const known = lookUp(ENTITIES.registered_models.orderable, name)
    if (!known) {
      throw invalidParameter(
        `Invalid order by key '${name}' specified. Valid keys are '${reprSet(['name', 'timestamp'])}'`,
      )
    }
    return { type: 'attribute', key: known, ascending }
  },
  model_versions({ key, ascending }) {
    const { type, name } = identify('model_versions', key, QUOTED_VERSIONS)
    if (type !== 'attribute') {
      const valid = reprSet(Object.keys(ENTITIES.model_versions.orderable))
      throw invalidParameter(`Invalid order by key '${name}' specified. Valid keys are ${valid}`)
    }
    return { type, key: orderable('model_versions', name), ascending }
  },
  evaluation_datasets: attributeTerm('evaluation_datasets'),
}

function attributeTerm(entity: SearchEntity) {
  return ({ key, ascending }: Clause): OrderTerm => {
    const { type, name } = identify(entity, key)
    if (type !== 'attribute') throw invalidParameter(`Invalid order_by entity: ${type}`)
    return { type, key: orderable(entity, name), ascending }
  }
}

function unquotedAfterDot(key: string): string {
  const dot = key.indexOf('.')
  return key.slice(0, dot + 1) + unquoteKey(key.slice(dot + 1))
}

function orderable(entity: SearchEntity, name: string): string {
  const known = ENTITIES[entity].orderable
  const key = lookUp(known, name)
  if (!key) throw unknownAttribute(entity, name, Object.keys(known))
  return key
}
