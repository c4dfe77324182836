export type TextComparator = '=' | '!=' | 'LIKE' | 'ILIKE'
export type NumberComparator = '=' | '!=' | '>' | '>=' | '<' | '<='
export type ListComparator = 'IN' | 'NOT IN'
export type NullComparator = 'IS NULL' | 'IS NOT NULL'

export interface TextTest {
  readonly comparator: TextComparator
  readonly value: string
}

export interface NumberTest {
  readonly comparator: NumberComparator
  readonly value: number
}

export interface ListTest {
  readonly comparator: ListComparator
  readonly value: readonly string[]
}

export interface NullTest {
  readonly comparator: NullComparator
  readonly value: undefined
}

/** One condition of a filter; all of a filter's conditions must hold. */
export type Comparison = { readonly key: string } & (
  | ({ readonly type: 'metric' } & NumberTest)
  | ({ readonly type: 'parameter' | 'tag' } & (TextTest | ListTest | NullTest))
  | ({ readonly type: 'attribute' } & (TextTest | NumberTest | ListTest))
  | ({ readonly type: 'dataset' } & (TextTest | ListTest))
)

export const TEXT_COMPARATORS = ['=', '!=', 'LIKE', 'ILIKE'] as const satisfies readonly TextComparator[]
export const NUMBER_COMPARATORS = [
  '<',
  '<=',
  '>',
  '>=',
  '=',
  '!=',
] as const satisfies readonly NumberComparator[]
export const LIST_COMPARATORS = ['IN', 'NOT IN'] as const satisfies readonly ListComparator[]
export const NULL_COMPARATORS = ['IS NULL', 'IS NOT NULL'] as const satisfies readonly NullComparator[]

/** Whether a text is one of a fixed few; narrows it to them. */
export function isOneOf<T extends string>(members: readonly T[], text: string): text is T {
  return (members as readonly string[]).includes(text)
}
