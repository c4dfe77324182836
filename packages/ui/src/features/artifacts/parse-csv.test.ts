import { expect, test } from 'vitest'
import { parseCsv } from './parse-csv.ts'

test.each([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['"x, ""y""","line\nbreak"\n', [['x, "y"', 'line\nbreak']]],
  [
    'a,,c\n,,\n',
    [
      ['a', '', 'c'],
      ['', '', ''],
    ],
  ],
  ['"left open, here', [['left open, here']]],
  ['5" pipe,1', [['5" pipe', '1']]],
  ['', []],
])('%j', (text, rows) => {
  expect(parseCsv(text, ',', 100)).toEqual(rows)
})

test('stops at the asked number of rows', () => {
  expect(parseCsv('1\n2\n3\n', ',', 2)).toEqual([['1'], ['2']])
})

test('tabs separate as well', () => {
  expect(parseCsv('a\tb,c\n', '\t', 9)).toEqual([['a', 'b,c']])
})
