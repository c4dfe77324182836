import { expect, test } from 'vitest'
import { compareRows } from './compare-rows.ts'

test('every key is a row, and what one has and another has not differs', () => {
  const rows = compareRows([
    new Map([
      ['depth', '7'],
      ['model', 'gbdt'],
    ]),
    new Map([
      ['depth', '8'],
      ['model', 'gbdt'],
      ['alpha', '1'],
    ]),
  ])
  expect(rows).toEqual([
    { key: 'alpha', cells: [undefined, '1'], differs: true },
    { key: 'depth', cells: ['7', '8'], differs: true },
    { key: 'model', cells: ['gbdt', 'gbdt'], differs: false },
  ])
})
