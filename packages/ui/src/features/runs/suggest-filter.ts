import type { KeyCount, RunKeysResponse } from '@millrace/contract'
import { DATASET_FIELDS, FILTER_ATTRIBUTES, holdsOf, mayBeMissing, type Typing } from './filter-grammar.ts'

/** What may be put in place of what was begun. */
export interface Suggestion {
  text: string
  /** How many recent runs have it, where that is known. */
  runs?: number | undefined
}

const MOST = 50
const STATUSES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'SCHEDULED']
const NUMBER_OPERATORS = ['>', '>=', '<', '<=', '=', '!=']
const TEXT_OPERATORS = ['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN']
const NULL_TESTS = ['IS NULL', 'IS NOT NULL']
const KINDS = ['metrics', 'params', 'tags'] as const

/** A begun `metrics.tr` looks for keys with `tr` among the metrics, a begun `tr` among all. */
export function wantedKey({ partial }: Typing): { kind: string | undefined; contains: string } {
  const dot = partial.indexOf('.')
  const key = partial.slice(dot + 1).replaceAll(/[`"]/g, '')
  return { kind: dot < 0 ? undefined : partial.slice(0, dot), contains: key }
}

/** What was begun of a value, without its quote. */
export const wantedValue = ({ partial }: Typing): string => partial.replace(/^['"(]+/, '')

const PLAIN = /^[A-Za-z_]\w*$/

/** A key as it is written in a filter; one with a backtick in it takes the other quotes. */
function keyText(kind: string, key: string): string {
  if (PLAIN.test(key)) return `${kind}.${key}`
  return key.includes('`') ? `${kind}."${key}"` : `${kind}.\`${key}\``
}

/** A value with both quotes cannot be written in MLflow's filters at all. */
function valueText(value: string): string | undefined {
  if (!value.includes("'")) return `'${value}'`
  return value.includes('"') ? undefined : `"${value}"`
}

export function suggestFields(typing: Typing, keys: RunKeysResponse | undefined): Suggestion[] {
  const { kind, contains } = wantedKey(typing)
  const wanted = contains.toLowerCase()
  const keyed = KINDS.filter((each) => kind === undefined || each.startsWith(kind)).flatMap((each) =>
    (keys?.[each] ?? []).map(({ key, runs }) => ({ text: keyText(each, key), runs })),
  )
  const fixed = [
    ...Object.keys(FILTER_ATTRIBUTES).map((key) => ({ in: 'attributes', key })),
    ...DATASET_FIELDS.map((key) => ({ in: 'dataset', key })),
  ]
    .filter((each) => (kind === undefined || each.in.startsWith(kind)) && each.key.includes(wanted))
    .map((each) => ({ text: `${each.in}.${each.key}` }))
  return [...keyed.slice(0, MOST), ...fixed]
}

const begins = (partial: string) => (text: string) => text.toLowerCase().startsWith(partial.toLowerCase())

export function suggestOperators({ field, partial }: Typing): Suggestion[] {
  const operators = [
    ...(holdsOf(field) === 'number' ? NUMBER_OPERATORS : TEXT_OPERATORS),
    ...(mayBeMissing(field) ? NULL_TESTS : []),
  ]
  return operators.filter(begins(partial)).map((text) => ({ text }))
}

export function suggestValues(typing: Typing, values: KeyCount[] | undefined): Suggestion[] {
  if (holdsOf(typing.field) === 'number') return []
  const known = isStatus(typing.field)
    ? STATUSES.filter(begins(wantedValue(typing))).map((key) => ({ key, runs: undefined }))
    : (values ?? [])
  return known.flatMap(({ key, runs }) => {
    const text = valueText(key)
    return text === undefined ? [] : [{ text, runs }]
  })
}

export const isStatus = (field: string): boolean => /^(?:(?:attributes?|attr|run)\.)?status$/.test(field)

export const suggestAnd = ({ partial }: Typing): Suggestion[] =>
  ['AND'].filter(begins(partial)).map((text) => ({ text }))
