import { expect, test } from 'vitest'
import { diffRows, isChanged } from './diff-rows.ts'

test('cells are compared at their places; what one table lacks is a change', () => {
  const rows = diffRows(
    [
      ['id', 'auc'],
      ['1', '0.5'],
    ],
    [['id', 'auc'], ['1', '0.6', 'new'], ['2']],
  )
  expect(rows.map((row) => row.filter(isChanged))).toEqual([
    [],
    [
      { before: '0.5', after: '0.6' },
      { before: undefined, after: 'new' },
    ],
    [{ before: undefined, after: '2' }],
  ])
})
