import { invalidParameter } from '@millrace/contract'
import { type ComparedType, DATASET_KEYS, ENTITIES, lookUp, type SearchEntity } from './entities.ts'
import { reprSet } from './python.ts'
import { RULES, type Rules } from './rules.ts'

/** What an identifier stands for. */
export interface Target {
  readonly type: ComparedType
  /** The name used from here on. */
  readonly key: string
  /** The name as the client wrote it, without quotes. */
  readonly name: string
}

type Quoting = Pick<Rules, 'quotedPrefix' | 'quotedAttribute' | 'badPrefix'>

/** Splits `entity.key` at its first dot and looks both up. Attributes are not looked up here: which exist depends on the use. */
export function identify(
  entity: SearchEntity,
  identifier: string,
  { quotedPrefix, quotedAttribute, badPrefix }: Quoting = RULES[entity],
): Target {
  const dot = identifier.indexOf('.')
  const written = identifier.slice(0, Math.max(0, dot))
  const prefix = quotedPrefix ? unquote(written, '`') : written
  const type = dot < 0 ? 'attribute' : lookUp(ENTITIES[entity].prefixes, prefix)
  if (!type) throw invalidParameter(badPrefix(prefix))
  const key = identifier.slice(dot + 1)
  const name = type === 'attribute' && !quotedAttribute ? key : unquoteKey(key)
  if (type === 'dataset' && !DATASET_KEYS.has(name)) {
    throw invalidParameter(
      `Invalid dataset key '${name}' specified. Valid keys are '${reprSet(DATASET_KEYS)}'`,
    )
  }
  return { type, key: name, name }
}

/** What a name in a search of runs stands for. */
export type RunField = Pick<Target, 'type' | 'key'>

/** Looks up a name as it stands on the left of a comparison. */
export function identifyRunField(identifier: string): RunField {
  const { type, name } = identify('runs', identifier)
  if (type !== 'attribute') return { type, key: name }
  const field = lookUp(ENTITIES.runs.attributes, name)
  if (!field) throw unknownAttribute('runs', name, Object.keys(ENTITIES.runs.attributes))
  return { type, key: field.key }
}

export function unknownAttribute(entity: SearchEntity, name: string, known: Iterable<string>): Error {
  const { quotesKnownKeys = true } = RULES[entity]
  const keys = quotesKnownKeys ? ` '${reprSet(known)}'` : `: ${reprSet(known)}`
  return invalidParameter(`Invalid attribute key '${name}' specified. Valid keys are${keys}`)
}

/** Takes off one pair of single or double quotes, then one of backticks: a key in both loses both. */
export function unquoteKey(text: string): string {
  return unquote(unquote(text, text.startsWith("'") ? "'" : '"'), '`')
}

function unquote(text: string, mark: string): string {
  return text.length > 1 && text.startsWith(mark) && text.endsWith(mark) ? text.slice(1, -1) : text
}
