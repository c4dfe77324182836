import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['-cmd', "'-cmd"],
  ['-1.5e-3', '-1.5e-3'],
  ['-Infinity', '-Infinity'],
])('%j is written %j', (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`)
})
