import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { likeToGlob, likeToRegExp } from './index.ts'

const db = new Database(':memory:')
afterAll(() => db.close())
const glob = db.prepare('select ? glob ?').pluck()
const like = db.prepare('select ? like ?').pluck()

test.each([
  ['ada%', 'ada*'],
  ['_b', '?b'],
  ['50%_x', '50*?x'],
  ['a*b?c[d]e', 'a[*]b[?]c[[]d]e'],
  ['[^a-c]', '[[]^a-c]'],
  ['', ''],
])('the pattern %s becomes %s', (pattern, expected) => {
  expect(likeToGlob(pattern)).toBe(expected)
})

test('the case counts', () => {
  expect(glob.get('Adam', likeToGlob('A%'))).toBe(1)
  expect(glob.get('adam', likeToGlob('A%'))).toBe(0)
})

const text = fc.string({ unit: fc.constantFrom(...'aAbB%_*?[]^-!\\.$(){}|+ \n', 'ж', '😀'), maxLength: 8 })

test('GLOB in SQLite and the regular expression match the same texts', () => {
  fc.assert(
    fc.property(text, text, (value, pattern) => {
      expect(glob.get(value, likeToGlob(pattern))).toBe(Number(likeToRegExp(pattern).test(value)))
    }),
    { numRuns: 2000 },
  )
})

test('without regard to case it is the LIKE of SQLite', () => {
  fc.assert(
    fc.property(text, text, (value, pattern) => {
      expect(like.get(value, pattern)).toBe(Number(likeToRegExp(pattern, 'ILIKE').test(value)))
    }),
    { numRuns: 2000 },
  )
})
