import { expect, test } from 'vitest'
import { list, oneOf, parseSearch, stringifySearch, text } from './search-params.ts'

test.each([
  { filter: `metrics."a b" > 0.5 AND tags.x = 'ж & y'` },
  { col: ['params.a=b', 'metrics.c,d'], sort: '-metrics.auc' },
  {},
])('a view survives the address bar: %j', (search) => {
  expect(parseSearch(stringifySearch(search))).toEqual(search)
})

test('empty values leave no trace in a link', () => {
  expect(stringifySearch({ filter: '', sort: undefined })).toBe('')
})

test('one value and several are both a list', () => {
  expect(list('a')).toEqual(['a'])
  expect(list(['a', 'b'])).toEqual(['a', 'b'])
  expect(list(undefined)).toBeUndefined()
})

test('a foreign value is ignored', () => {
  expect(oneOf(['active', 'deleted'], 'nonsense')).toBeUndefined()
  expect(text(['a'])).toBeUndefined()
})
