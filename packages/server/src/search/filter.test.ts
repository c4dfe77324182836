import { MlflowError } from '@millrace/contract'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type Comparison,
  parseFilter,
  parseLoggedModelFilter,
  parseOrderBy,
  type SearchEntity,
} from './index.ts'

const ENTITIES: SearchEntity[] = ['runs', 'experiments', 'registered_models', 'model_versions']

test.each([undefined, ''])('%j restricts nothing', (filter) => {
  for (const entity of ENTITIES) expect(parseFilter(entity, filter)).toEqual([])
  expect(parseLoggedModelFilter(filter)).toEqual([])
})

test('a comparison is narrowed by its type and comparator', () => {
  type Metric = Extract<Comparison, { type: 'metric' }>
  expectTypeOf<Metric['value']>().toEqualTypeOf<number>()
  type List = Extract<Comparison, { comparator: 'IN' | 'NOT IN' }>
  expectTypeOf<List['value']>().toEqualTypeOf<readonly string[]>()
})

test('integers of any size and infinite numbers are numbers', () => {
  expect(parseFilter('runs', 'metrics.a < 1e400 AND start_time > 99999999999999999999')).toEqual([
    { type: 'metric', key: 'a', comparator: '<', value: Number.POSITIVE_INFINITY },
    { type: 'attribute', key: 'start_time', comparator: '>', value: 1e20 },
  ])
})

test('NaN is a number for logged models alone', () => {
  expect(parseLoggedModelFilter('metrics.a = NaN')).toEqual([
    { type: 'metric', key: 'a', comparator: '=', value: Number.NaN },
  ])
})

test('escapes in a list are those of Python', () => {
  expect(parseFilter('runs', String.raw`run_id IN ('a\x41\t', "b\q" 'c', r'\n',)`)).toEqual([
    { type: 'attribute', key: 'run_id', comparator: 'IN', value: ['aA\t', 'b\\qc', '\\n'] },
  ])
})

test('members of the prototype are no keys', () => {
  for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    for (const entity of ENTITIES) {
      expect(() => parseFilter(entity, `${key} = 'x'`)).toThrow(MlflowError)
      expect(() => parseFilter(entity, `${key}.a = 'x'`)).toThrow(MlflowError)
      expect(() => parseOrderBy(entity, [key])).toThrow(MlflowError)
    }
    expect(() => parseLoggedModelFilter(`${key} = 'x'`)).toThrow(MlflowError)
    expect(() => parseLoggedModelFilter(`${key}.a = 'x'`)).toThrow(MlflowError)
  }
})

describe.each([
  ['a NUL', 'a\0b', 'NUL'],
  ['half a surrogate pair', 'a\ud83db', 'Unicode'],
])('%s', (_, text, word) => {
  const refusal = expect.objectContaining({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(word),
  })

  test('in a filter or an order is refused with a clear sentence', () => {
    for (const entity of ENTITIES) {
      expect(() => parseFilter(entity, `name = '${text}'`)).toThrowError(refusal)
      expect(() => parseOrderBy(entity, [`name${text}`])).toThrowError(refusal)
    }
    expect(() => parseLoggedModelFilter(`name = '${text}'`)).toThrowError(refusal)
  })
})

test.each([String.raw`run_id IN ('\x00')`, String.raw`run_id IN ('\ud83d')`])(
  '%s is refused too',
  (filter) => {
    expect(() => parseFilter('runs', filter)).toThrowError(
      expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }),
    )
  },
)

const FRAGMENTS =
  `metrics. params.a tags.\`b c\` name run_id start_time version_number experiment_id dataset.name model_id = != > < <= >=
  == LIKE ilike IN NOT IS NULL AND OR 'x' "y" 5 -1.5 1e3 ('a','b') ( ) [ ] , ; . :: := -- # /* */ \` ' " \\ $ ? %s @ case end
  where as date desc text`.split(/\s+/)

const filters = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS, ' ', '\n'), fc.string({ maxLength: 3 })), { maxLength: 14 })
    .map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

test('whatever the text, it parses or is refused by an MlflowError', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ENTITIES), filters, (entity, text) => {
      for (const parse of [
        () => parseFilter(entity, text),
        () => parseOrderBy(entity, [text]),
        () => parseLoggedModelFilter(text),
      ]) {
        try {
          parse()
        } catch (error) {
          expect(error).toBeInstanceOf(MlflowError)
        }
      }
    }),
    { numRuns: 3000 },
  )
})

const LONG = 100_000

// A lexer that looks at the same text again and again would need minutes for these, and recursion would overflow.
const hostile = [
  '(',
  '((a) ',
  '[a',
  "'",
  "''",
  "\\'",
  '"',
  '`',
  '/*',
  '-- ',
  '%(a',
  '1',
  '1.',
  'a ',
  'a.',
  'a,',
  '::',
  'not ',
  'case ',
  "a = 'x' ",
]

test.each(hostile)('100 KB of %j end in a result or an MlflowError', (piece) => {
  const text = piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG)
  for (const filter of [text, `run_id IN (${text})`, `params.a = '${text}`]) {
    for (const parse of [() => parseFilter('runs', filter), () => parseLoggedModelFilter(filter)]) {
      try {
        parse()
      } catch (error) {
        expect(error).toBeInstanceOf(MlflowError)
      }
    }
  }
})

test('a long filter of good comparisons is read whole, and refused for its length', () => {
  const filter = Array.from({ length: 4000 }, (_, i) => `params.p${i} != 'v${i}'`).join(' AND ')
  expect(() => parseFilter('runs', filter)).toThrow('The filter has 4000 comparisons')
})
