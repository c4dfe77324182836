import { expect, test } from 'vitest'
import { idsOf, isWide, scopeOf } from './scope.ts'

test.each([
  [['2', '10', '1', '2'], '1,2,10', true],
  [['7'], '7', false],
  [[], '', false],
])('%j is the scope %s', (ids, scope, wide) => {
  expect(scopeOf(ids)).toBe(scope)
  expect(idsOf(scope)).toEqual(scope === '' ? [] : scope.split(','))
  expect(isWide(scope)).toBe(wide)
})
