import { expect, test } from 'vitest'
import type { ValueRow } from './compared-values.ts'
import { defaultAxes, toDimension } from './run-dimensions.ts'

const row = (cells: ValueRow['cells'], kind: ValueRow['kind'] = 'params', key = 'k'): ValueRow => ({
  kind,
  key,
  cells,
  differs: new Set(cells).size > 1,
})

test('numbers stay numbers, also as text', () => {
  expect(toDimension(row(['0.1', undefined, '1e-3']))).toEqual({
    title: 'k',
    values: [0.1, Number.NaN, 0.001],
  })
})

test('words are categories', () => {
  const { values, categories } = toDimension(row(['relu', '3', undefined, 'gelu']))
  expect(categories).toEqual(['3', 'gelu', 'relu'])
  expect(values).toEqual([2, 0, Number.NaN, 1])
})

test('axes are first what differs: parameters, then results', () => {
  const rows = [
    row([1, 2], 'metrics', 'auc'),
    row([1, 2], 'metrics', 'system/cpu'),
    row(['a', 'a'], 'params', 'same'),
    row(['a', 'b'], 'params', 'model'),
  ]
  expect(defaultAxes(rows, 8).map(({ key }) => key)).toEqual(['model', 'auc'])
})
