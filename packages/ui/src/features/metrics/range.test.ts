import { expect, test } from 'vitest'
import { parseRange, toRangeText } from './range.ts'

test.each([
  [{ min: 12.3456789, max: 99.87654321 }, '12.346..99.877'],
  [{ min: 1_700_000_000_123, max: 1_700_000_900_456 }, '1700000000120..1700000900460'],
  [{ min: -0.00012345678, max: 0.0001 }, '-0.00012346..0.0001'],
])('%j stands in the address as %s', (range, text) => {
  expect(toRangeText(range)).toBe(text)
  const { min, max } = parseRange(text) ?? { min: Number.NaN, max: Number.NaN }
  const width = range.max - range.min
  expect(Math.abs(min - range.min) + Math.abs(max - range.max)).toBeLessThan(width / 1000)
})

test.each(['', '..', '1..', '2..1', '1..1', '1..2..3', 'a..b', '-Infinity..3'])('%j is no range', (text) => {
  expect(parseRange(text)).toBeUndefined()
})
