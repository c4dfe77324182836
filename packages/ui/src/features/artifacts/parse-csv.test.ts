import { expect, test } from 'vitest'
import { parseCsv, rowsOf } from './parse-csv.ts'

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
  expect(parseCsv(text, ',').rows).toEqual(rows)
})

test('tabs separate as well', () => {
  expect(parseCsv('a\tb,c\n', '\t').rows).toEqual([['a', 'b,c']])
})

/** Reads a file in pieces of a size, as the page does. */
function rowsInPieces(file: Uint8Array, size: number): string[][] {
  const rows: string[][] = []
  for (let start = 0; start < file.length; ) {
    const complete = start + size >= file.length
    const piece = rowsOf(file.subarray(start, start + size), ',', complete)
    rows.push(...piece.rows)
    start += piece.end
  }
  return rows
}

test.each([16, 21, 40, 1000])('pieces of %d bytes give the rows of the whole', (size) => {
  const text = 'id,текст\n1,"a\nb"\n2,"x ""y"""\n3,много\n4,z'
  const file = new TextEncoder().encode(text)
  expect(rowsInPieces(file, size)).toEqual(parseCsv(text, ',').rows)
})

test('bytes that are no text lose no row', () => {
  const file = new Uint8Array([...'1,\xff\xfe\n2,b\n3,c\n4,d\n'].map((char) => char.charCodeAt(0)))
  expect(rowsInPieces(file, 9).map(([id]) => id)).toEqual(['1', '2', '3', '4'])
})

test('a row longer than a piece is shown in parts, and reading goes on', () => {
  const file = new TextEncoder().encode(`${'x'.repeat(40)}\n1\n`)
  expect(rowsInPieces(file, 16).flat().join('')).toBe(`${'x'.repeat(40)}1`)
})
