import { expect, test } from 'vitest'
import { CurveThinner, readPoints, type Thinning } from './curve-thinner.ts'
import { GroupMean } from './group-mean.ts'

const x = Array.from({ length: 10_000 }, (_, i) => i)

function thin(y: readonly number[], thinning: Partial<Thinning> = {}) {
  const { from = -Infinity, to = Infinity } = thinning
  const count = y.filter((_, i) => i >= from && i <= to).length
  const thinner = new CurveThinner({ from, to, count, most: 200, weight: 0, ...thinning })
  y.forEach((value, i) => {
    thinner.add(i, value)
  })
  return thinner.finish()
}

test('points are put in the order of their places, those of one place as they came', () => {
  expect(readPoints('3,30,-1,10,3,31,0,"NaN"')).toEqual({ x: [-1, 0, 3, 3], y: [10, Number.NaN, 30, 31] })
})

test('stored infinities are infinite again', () => {
  expect(readPoints(`0,${Number.MAX_VALUE},1,${-Number.MAX_VALUE}`).y).toEqual([Infinity, -Infinity])
})

test('a thinned curve keeps its ends, its peaks and what is not finite', () => {
  const y = x.map((i) => Math.sin(i / 500))
  y[4321] = 50
  y[7777] = -50
  y[5000] = Number.NaN
  const thinned = thin(y)
  expect(thinned.x.length).toBeLessThanOrEqual(300)
  expect(thinned.x).toEqual(expect.arrayContaining([0, 4321, 5000, 7777, 9999]))
  expect(thinned.x).toEqual([...new Set(thinned.x)].sort((a, b) => a - b))
  expect(thinned.y).toEqual(thinned.x.map((i) => y[i]))
  expect(thinned.count).toBe(10_000)
})

test('a curve with room enough is whole', () => {
  expect(thin(x.slice(0, 200)).x).toEqual(x.slice(0, 200))
})

test.each([
  ['has a neighbour on either side', 10, 20, [9, 21]],
  ['starts where the curve does', -5, 3, [0, 4]],
  ['ends where the curve does', 9990, 99_999, [9989, 9999]],
  ['between two points has both', 5.2, 5.8, [5, 6]],
  ['past the end has the last', 10_001, 10_002, [9999, 9999]],
  ['before the start has the first', -3, -2, [0, 0]],
])('a part of a curve %s', (_name, from, to, ends) => {
  const part = thin(x, { from, to })
  expect([part.x[0], part.x.at(-1)]).toEqual(ends)
})

test('a smoothed curve is that of all points, however few are kept', () => {
  const y = x.map((i) => (i % 2 === 0 ? 1 : -1))
  const few = thin(y, { most: 20, weight: 0.9 })
  const all = thin(y, { most: 20_000, weight: 0.9 })
  expect(few.x.length).toBeLessThan(30)
  expect(few.s).toEqual(few.x.map((at) => all.s[at]))
  // Of the kept points alone, which are peaks, the average would swing.
  expect(Math.abs(few.s.at(-1) as number)).toBeLessThan(0.06)
})

test('a moving average is not pulled to zero, and passes over what is not finite', () => {
  const { s } = thin([1, Number.NaN, 1, 3], { weight: 0.5 })
  expect(s.slice(0, 3)).toEqual([1, Number.NaN, 1])
  expect(s[3]).toBeCloseTo(1 + 8 / 7, 10)
})

test('the mean of curves is read between their points, over where each of them is', () => {
  const mean = new GroupMean(0, 199)
  const first = mean.reader()
  for (let i = 0; i <= 199; i++) first(i, i)
  const second = mean.reader()
  second(100, Number.NaN)
  second(100, 300)
  second(199, 300)
  const { x: places, y, low, high } = mean.finish()
  expect(places).toHaveLength(200)
  expect([y[50], y[100], y[199]]).toEqual([50, 200, 249.5])
  expect([low[100], high[100], low[50], high[50]]).toEqual([100, 300, 50, 50])
})
