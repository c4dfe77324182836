import { invalidParameter } from '@millrace/contract'
import {
  type Comparison,
  isOneOf,
  LIST_COMPARATORS,
  type ListTest,
  NULL_COMPARATORS,
  NUMBER_COMPARATORS,
  type NullTest,
  type NumberTest,
  TEXT_COMPARATORS,
  type TextTest,
} from './comparison.ts'
import type { Draft } from './filter.ts'
import { reprFloat, reprText, toInteger } from './python.ts'
import type { Rules } from './rules.ts'

/** Lets a comparison pass whose comparator fits its key and value. */
export function check(draft: Draft, rules: Rules): Comparison {
  const { type, key } = draft
  const refuse = () => invalidParameter(rules.badComparator(draft, draft.comparator))
  switch (type) {
    case 'metric':
      return { type, key, ...numberTest(draft, refuse) }
    case 'parameter':
    case 'tag':
      return { type, key, ...(draft.value === undefined ? nullTest(draft, refuse) : textTest(draft, refuse)) }
    case 'dataset':
      return { type, key, ...textTest(draft, refuse) }
    case 'attribute':
      if (rules.badList && isList(draft.value) && draft.comparator !== 'IN') {
        throw invalidParameter(rules.badList(draft.name))
      }
      return { type, key, ...attributeTest(draft, refuse) }
  }
}

type Refuse = () => Error

function attributeTest(draft: Draft, refuse: Refuse): TextTest | NumberTest | ListTest {
  switch (draft.field?.holds) {
    case 'number':
      return numberTest(draft, refuse)
    case 'integer':
      return wholeNumberTest(draft, refuse)
    case 'version':
      return versionTest(draft, refuse)
    case 'id':
      return idTest(draft, refuse)
    default:
      return textTest(draft, refuse)
  }
}

function numberTest({ comparator, value }: Draft, refuse: Refuse): NumberTest {
  if (typeof value !== 'number' || !isOneOf(NUMBER_COMPARATORS, comparator)) throw refuse()
  return { comparator, value }
}

function nullTest({ comparator }: Draft, refuse: Refuse): NullTest {
  if (!isOneOf(NULL_COMPARATORS, comparator)) throw refuse()
  return { comparator, value: undefined }
}

function textTest({ comparator, value }: Draft, refuse: Refuse): TextTest | ListTest {
  if (isList(value)) {
    if (isOneOf(LIST_COMPARATORS, comparator)) return { comparator, value }
    if (!isOneOf(TEXT_COMPARATORS, comparator)) throw refuse()
    throw invalidParameter(
      `A list of values can be compared with IN or NOT IN only, not with '${comparator}'`,
    )
  }
  if (typeof value !== 'string' || !isOneOf(TEXT_COMPARATORS, comparator)) throw refuse()
  return { comparator, value }
}

function isList(value: Draft['value']): value is readonly string[] {
  return Array.isArray(value)
}

const WHOLE = /^-?\d+$/

function wholeNumberTest(draft: Draft, refuse: Refuse): NumberTest {
  const test = numberTest(draft, refuse)
  if (!WHOLE.test(draft.source)) throw notWhole(draft, `'${reprFloat(test.value)}'`)
  return test
}

function notWhole({ name }: Draft, shown: string): Error {
  return invalidParameter(`Invalid value for numeric attribute '${name}': ${shown}`)
}

function versionTest(draft: Draft, refuse: Refuse): NumberTest {
  if (typeof draft.value !== 'string') {
    const test = numberTest(draft, refuse)
    if (!WHOLE.test(draft.source)) throw notWhole(draft, reprFloat(test.value))
    return test
  }
  const value = toInteger(draft.value)
  const test = numberTest({ ...draft, value: Number(value ?? 0) }, refuse)
  if (value === undefined) throw notWhole(draft, reprText(draft.value))
  return test
}

const ID_COMPARATORS = ['=', '!='] as const

function idTest(draft: Draft, refuse: Refuse): TextTest | ListTest {
  const test = textTest(draft, refuse)
  if (isList(test.value)) return { ...test, value: test.value.map(wholeId) } as ListTest
  if (!isOneOf(ID_COMPARATORS, test.comparator)) throw refuse()
  return { comparator: test.comparator, value: wholeId(test.value) }
}

const LARGEST_ID = 2n ** 63n - 1n

/** An id as it is stored, from anything that Python takes for a whole number. */
function wholeId(text: string): string {
  const id = toInteger(text)
  if (id !== undefined && id <= LARGEST_ID && id >= -LARGEST_ID) return String(id)
  throw invalidParameter(`Invalid experiment ID '${text}'. Experiment ID must be a valid integer.`)
}
