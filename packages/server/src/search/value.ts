import { invalidParameter, MlflowError } from '@millrace/contract'
import { assertSearchable } from './clause-list.ts'
import type { Node } from './clause-nodes.ts'
import { ENTITIES, type Field, type SearchEntity } from './entities.ts'
import type { Target } from './identifier.ts'
import { readList, reprTuple } from './list-literal.ts'
import { reprSet, reprText } from './python.ts'
import { RULES } from './rules.ts'

/** A piece of a filter with its kind. */
export interface Piece {
  readonly kind: Node['kind']
  readonly source: string
}

export type Value = string | number | readonly string[]

/** The value of a comparison, if it is of a kind that its key can be compared with. */
export function readValue(
  entity: SearchEntity,
  target: Target,
  field: Field | undefined,
  piece: Piece,
): Value {
  switch (target.type) {
    case 'metric':
      return numberOf(piece, 'metric.')
    case 'parameter':
    case 'tag':
      return textOf(piece, `Expected a quoted string value for ${target.type} (e.g. 'my-value').`)
    case 'dataset':
      if (piece.kind === 'parenthesis') return listOf(piece.source)
      return textOf(piece, 'Expected a quoted string value for dataset attributes.')
    case 'attribute':
      if (field?.holds === 'number' || field?.holds === 'integer') {
        return numberOf(piece, `numeric attribute: ${target.name}.`)
      }
      return readAttribute(entity, field, piece)
  }
}

function readAttribute(entity: SearchEntity, field: Field | undefined, piece: Piece): Value {
  const { expectedText, numericAttributes } = RULES[entity]
  if (piece.kind === 'parenthesis') {
    if (field?.lists) return listOf(piece.source)
    throw invalidParameter(
      `Only [${listedAttributes(entity)}] attributes support comparison with a list of quoted string values.`,
    )
  }
  if (piece.kind === 'number' && numericAttributes) {
    if (field?.holds === 'version') return Number(piece.source)
    throw invalidParameter(
      `Only the '${reprSet(numericAttributes)}' attributes support comparison with numeric values.`,
    )
  }
  return textOf(piece, expectedText)
}

function listedAttributes(entity: SearchEntity): string {
  const fields = Object.values(ENTITIES[entity].attributes).filter((field) => field.lists)
  return fields.map((field) => reprText(field.key)).join(', ')
}

function numberOf({ kind, source }: Piece, of: string): number {
  if (kind === 'number') return Number(source)
  throw invalidParameter(`Expected numeric value type for ${of} Found ${source}`)
}

function textOf({ kind, source }: Piece, expectation: string): string {
  if (kind === 'string' || (kind === 'identifier' && isInDoubleQuotes(source))) return source.slice(1, -1)
  if (kind === 'identifier') {
    throw invalidParameter(
      `Parameter value is either not quoted or unidentified quote types used for string value ${source}. Use either single or double quotes.`,
    )
  }
  throw invalidParameter(`${expectation} Got value ${source}`)
}

function isInDoubleQuotes(source: string): boolean {
  return source.length > 1 && source.startsWith('"') && source.endsWith('"')
}

const EXPECTED = 'While parsing a list in the query, expected'

function listOf(source: string): readonly string[] {
  const items = readList(source)
  if (items === 'ill-formed') {
    throw invalidParameter(`${EXPECTED} a non-empty list of string values, but got ill-formed list.`)
  }
  // MLflow answers 500 here too, with the address of an object in the text.
  if (items === 'not-literal') throw new MlflowError('INTERNAL_ERROR', 'malformed node or string on line 1')
  if (items.length === 0) {
    throw invalidParameter(`${EXPECTED} a non-empty list of string values, but got empty list`)
  }
  return items.map(({ text }) => {
    if (text === undefined) {
      throw invalidParameter(
        `${EXPECTED} string value, punctuation, or whitespace, but got different type in list: ${reprTuple(items)}`,
      )
    }
    assertSearchable('list in filter string', text)
    return text
  })
}
