import { expect, test } from 'vitest'
import { extentOf, loosened, makeScale, ticksOf, timeTicksOf } from './scale.ts'

const scale = (min: number, max: number, logarithmic = false) => makeScale({ min, max }, 0, 100, logarithmic)

test.each([
  [0, 1],
  [-5, 12],
  [-1.7e308, 1.7e308],
])('from %d to %d each pixel has its value', (min, max) => {
  const linear = scale(min, max)
  expect([linear.at(min), linear.at(max)]).toEqual([0, 100])
  expect(linear.valueAt(50) / max).toBeCloseTo((min / 2 + max / 2) / max)
})

test('a logarithmic scale gives every decade the same room', () => {
  expect([1, 10, 100].map(scale(1, 100, true).at)).toEqual([0, 50, 100])
})

test.each([
  [scale(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [scale(-3, 7.5), [-2, 0, 2, 4, 6]],
  [scale(5, 5), [5]],
  [scale(1, 1000, true), [1, 10, 100, 1000]],
  [scale(1e-12, 1e12, true), [1e-12, 1e-7, 0.01, 1000, 1e8]],
])('marks stand at round values (%#)', (scale, ticks) => {
  expect(ticksOf(scale, 5)).toEqual(ticks)
})

test('marks of time stand at whole minutes and midnights', () => {
  expect(timeTicksOf(scale(0, 300_000), 5)).toEqual([0, 60_000, 120_000, 180_000, 240_000, 300_000])
  const day = 86_400_000
  expect(timeTicksOf(scale(0, 3 * day), 3, 3_600_000)).toEqual(
    [1, 2, 3].map((n) => (n - 1) * day + 3_600_000),
  )
})

test('what cannot be drawn is not counted', () => {
  expect(extentOf([Number.NaN, Number.POSITIVE_INFINITY, 2, 0, -1])).toEqual({ min: -1, max: 2 })
  expect(extentOf([Number.NaN, 2, 0, -1], true)).toEqual({ min: 2, max: 2 })
  expect(extentOf([])).toBeUndefined()
})

test('a single value has room around it', () => {
  for (const value of [0, 5, -5]) {
    const { min, max } = loosened({ min: value, max: value }, false)
    expect(min).toBeLessThan(value)
    expect(max).toBeGreaterThan(value)
  }
})
