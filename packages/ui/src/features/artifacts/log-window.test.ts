import { expect, test } from 'vitest'
import { findLines, type LogWindow, linesOf, withAfter, withBefore } from './log-window.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const FILE = 'one\ntwo\nthree\nfour\n'
const cut = (start: number, end: number): LogWindow => ({
  bytes: bytes(FILE).slice(start, end),
  start,
  total: FILE.length,
})

test.each([
  [0, 19, ['one', 'two', 'three', 'four']],
  [0, 10, ['one', 'two']],
  [5, 19, ['three', 'four']],
])('of bytes %d to %d only whole lines are shown', (start, end, lines) => {
  expect(linesOf(cut(start, end))).toEqual(lines)
})

test('a window grows on both sides', () => {
  const grown = withBefore(withAfter(cut(5, 10), bytes(FILE).slice(10), 19), bytes(FILE).slice(0, 5), 19)
  expect(linesOf(grown)).toEqual(['one', 'two', 'three', 'four'])
})

test('far more than fits lets go of the other side', () => {
  const big = new Uint8Array(16 * 1024 * 1024)
  expect(withAfter({ bytes: big, start: 0, total: 0 }, bytes('end'), 1).start).toBe(3)
  expect(withBefore({ bytes: big, start: 9, total: 0 }, bytes('begin'), 1)).toMatchObject({ start: 4 })
})

test('words are found without regard to case', () => {
  expect(findLines(['Error: x', 'fine', 'an ERROR'], 'error')).toEqual([0, 2])
  expect(findLines(['a'], '')).toEqual([])
})
