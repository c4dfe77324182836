import { invalidParameter, MlflowError } from '@millrace/contract'
import { check } from './check.ts'
import {
  assertSearchable,
  type ClauseList,
  isIdentifier,
  parseClauseList,
  type WrittenComparison,
} from './clause-list.ts'
import { type Comparison, isOneOf, NULL_COMPARATORS } from './comparison.ts'
import { ENTITIES, type Field, lookUp, type SearchEntity } from './entities.ts'
import { identify, type Target, unknownAttribute } from './identifier.ts'
import { reprText } from './python.ts'
import { RULES, type Rules } from './rules.ts'
import { assertFilterSize } from './size.ts'
import { readValue, type Value } from './value.ts'

/** A comparison whose key and value are known to be good, its comparator not yet. */
export interface Draft extends Target {
  readonly field: Field | undefined
  readonly comparator: string
  /** Missing in a test for NULL. */
  readonly value: Value | undefined
  /** The value as it was written. */
  readonly source: string
}

/**
 * Reads a filter as MLflow reads it for that entity, with MLflow's messages for what it refuses.
 *
 * Every comparison is read before the first comparator is checked: that decides the message when several are wrong.
 */
export function parseFilter(entity: SearchEntity, filter: string | undefined): Comparison[] {
  if (!filter) return []
  assertSearchable('filter string', filter)
  const clauses = parseClauseList(filter)
  assertClauses(filter, clauses, RULES[entity])
  const drafts = clauses.comparisons.map((written) => read(entity, written, clauses.text))
  const comparisons = drafts.map((draft) => check(draft, RULES[entity]))
  assertFilterSize(comparisons)
  return comparisons
}

function assertClauses(filter: string, { statements, invalid, text }: ClauseList, rules: Rules): void {
  if (statements === 0) throw invalidParameter(`Invalid filter '${filter}'. Could not be parsed.`)
  if (statements > 1) {
    throw invalidParameter(
      `Search filter contained multiple expression ${reprText(filter)}. Provide AND-ed expression list.`,
    )
  }
  if (invalid.length === 0) return
  const shown = invalid.map((node) => (rules.quotesClauses ? `'${text(node)}'` : text(node)))
  throw invalidParameter(`Invalid clause(s) in filter string: ${shown.join(', ')}`)
}

function read(
  entity: SearchEntity,
  { pieces, comparator }: WrittenComparison,
  text: ClauseList['text'],
): Draft {
  const [left, , right] = pieces
  const rules = RULES[entity]
  if (isOneOf(NULL_COMPARATORS, comparator)) assertNullTests(comparator, rules)
  else if (pieces.length !== 3) {
    throw invalidParameter(`Invalid comparison clause. Expected 3 tokens found ${pieces.length}`)
  }
  if (!left || !isIdentifier(left)) {
    throw invalidParameter(
      `Invalid comparison clause. Expected 'Identifier' found '${left ? text(left) : ''}'`,
    )
  }
  const target = identify(entity, text(left))
  const field = target.type === 'attribute' ? attribute(entity, target.name) : undefined
  const known = { ...target, key: field?.key ?? target.key, field }
  if (!right)
    return { ...known, comparator: nullTest(comparator, target, rules), value: undefined, source: '' }
  const piece = { kind: right.kind, source: text(right) }
  return {
    ...known,
    comparator: rules.keepsCase ? comparator : comparator.toUpperCase(),
    value: readValue(entity, target, field, piece),
    source: piece.source,
  }
}

function attribute(entity: SearchEntity, name: string): Field {
  const { attributes } = ENTITIES[entity]
  const field = lookUp(attributes, name)
  if (!field) throw unknownAttribute(entity, name, Object.keys(attributes))
  return field
}

/** The model registry's searches know no such tests; MLflow answers 500 to them whatever they name. */
function assertNullTests(comparator: string, { nullTests }: Rules): void {
  if (!nullTests) throw new MlflowError('INTERNAL_ERROR', `${comparator} is not supported in this search.`)
}

function nullTest(comparator: string, target: Target, { nullTests }: Rules): string {
  if (nullTests && !nullTests.types.includes(target.type))
    throw invalidParameter(nullTests.refusal(target, comparator))
  return comparator
}
