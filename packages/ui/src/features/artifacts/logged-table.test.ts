import { expect, test } from 'vitest'
import { asLoggedTable, asPicture, cellText } from './logged-table.ts'

test('what log_table writes is a table', () => {
  const table = { columns: ['q', 'a'], data: [['x', 1]] }
  expect(asLoggedTable(table)).toEqual(table)
})

test.each([
  [null],
  [[]],
  [{ columns: [], data: [] }],
  [{ columns: ['a'], data: { a: 1 } }],
  [{ columns: ['a', 'b'], data: [[1]] }],
])('%j is none', (value) => {
  expect(asLoggedTable(value)).toBeUndefined()
})

test('a picture is told by its type and place', () => {
  expect(asPicture({ type: 'image', filepath: 'images/a.png' })).toMatchObject({ filepath: 'images/a.png' })
  expect(asPicture({ type: 'image' })).toBeUndefined()
})

test.each([
  [null, ''],
  [{ a: 1 }, '{"a":1}'],
  [false, 'false'],
])('the cell %j reads %j', (cell, text) => {
  expect(cellText(cell)).toBe(text)
})
