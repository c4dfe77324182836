import { expect, test } from 'vitest'
import { portions } from './portions.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const sizes = (count: number, least: number, sideBySide: number) =>
  portions(numbers(count), least, { sideBySide }).map(({ length }) => length)

test('a page is cut evenly, into no more than there are connections, and no smaller than is worth it', () => {
  expect(sizes(101, 50, 4)).toEqual([51, 50])
  expect(sizes(1000, 200, 8)).toEqual([250, 250, 250, 250])
  expect(sizes(1000, 200, 1)).toEqual([1000])
  expect(sizes(60, 50, 4)).toEqual([60])
  expect(portions(numbers(1000), 200, { sideBySide: 3 }).flat()).toEqual(numbers(1000))
})

test('nothing is asked for no rows', () => {
  expect(sizes(0, 50, 4)).toEqual([])
})
