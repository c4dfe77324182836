import { expect, test } from 'vitest'
import { sparkPath } from './sparks.ts'

test('a curve goes from the left to the right and from the bottom to the top', () => {
  expect(sparkPath([7, 1, 1], [0, 1, 2])).toBe('M2.0 22.0L48.0 12.0L94.0 2.0')
})

test('what is not finite is a gap, and a single point is no error', () => {
  expect(sparkPath([0, 1, 1], [0, Number.NaN, 1])).toBe('M2.0 22.0M94.0 2.0')
  expect(sparkPath([3], [5])).toBe('M2.0 22.0')
  expect(sparkPath([0], [Number.POSITIVE_INFINITY])).toBe('')
})
