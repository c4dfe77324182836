import { expect, it } from 'vitest'
import { oneLine } from './one-line.ts'
import { Float, floatText, pythonJson } from './python-json.ts'
import { table } from './table.ts'

it('a table has the widths of mlflow', () => {
  expect(
    table(
      ['Date', 'Name'],
      [
        ['2026-11-27', 'r1'],
        ['2026', 'averylongname'],
      ],
    ),
  ).toBe(
    'Date        Name         \n----------  -------------\n2026-11-27  r1           \n2026        averylongname',
  )
  expect(table(['Date'], [])).toBe('\n')
})

it('a name moves no cursor and sets no title', () => {
  const text = table(['Name'], [['\x1b]0;gone\x07\x1b[2J'], ['im\u202ephe'], ['име\tдве']])
  for (const unit of ['\x1b', '\x07', '\u202e']) expect(text).not.toContain(unit)
  expect(text).toContain('\\x1b]0;gone\\x07\\x1b[2J')
  expect(text).toContain('име\tдве')
})

it.each([
  ['one line, as  it is ', 'one line, as  it is '],
  ['# Title\n\nMore.', '# Title …'],
  ['\r\n\r\nOnly one\r\n', 'Only one'],
  ['\n\n', ''],
  ['а'.repeat(12), `${'а'.repeat(9)}…`],
])('%j is one line: %j', (text, line) => {
  expect(oneLine(text, line.startsWith('а') ? 10 : undefined)).toBe(line)
})

it('a row of a table is a line, whatever its cells hold', () => {
  expect(table(['Name'], [['a\nb'], ['c']]).split('\n')).toEqual(['Name  ', '------', 'a …   ', 'c     '])
})

it.each([
  [1, '1.0'],
  [0.1, '0.1'],
  [1e-7, '1e-07'],
  [0.0001, '0.0001'],
  [1.5e300, '1.5e+300'],
  [1e16, '1e+16'],
  [123456789012345680, '1.2345678901234568e+17'],
  [-0, '-0.0'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('%s is written as Python does: %s', (value, text) => {
  expect(floatText(value)).toBe(text)
})

it('JSON is what Python prints', () => {
  const value = {
    name: 'fraud 😀',
    n: 3,
    f: new Float(1),
    none: null,
    empty: {},
    list: [],
    items: ['a', true],
  }
  expect(pythonJson(value, 2)).toBe(
    '{\n  "name": "fraud \\ud83d\\ude00",\n  "n": 3,\n  "f": 1.0,\n  "none": null,\n  "empty": {},\n  "list": [],\n  "items": [\n    "a",\n    true\n  ]\n}',
  )
})
