import { expect, test } from 'vitest'
import { arrayLiteral } from './postgres-array.ts'

test.each([
  ['numbers', [1, -2.5, 1e300, 9007199254740993n], '{1,-2.5,1e+300,9007199254740993}'],
  ['nothing', [null, undefined, 'NULL'], '{NULL,NULL,"NULL"}'],
  ['what would end a text', ['a"b', 'a\\', '"'], '{"a\\"b","a\\\\","\\""}'],
  ['what would end an array', ['{}', 'a,b', ' ', ''], '{"{}","a,b"," ",""}'],
])('%s', (_what, values, literal) => {
  expect(arrayLiteral(values)).toBe(literal)
})
