import type { Run } from '@millrace/contract'
import { expect, test } from 'vitest'
import { comparedValues, deltaOf } from './compared-values.ts'

const run = (auc: number | 'NaN', params: Record<string, string>): Run => ({
  info: { run_id: 'r' },
  data: {
    metrics: [{ key: 'auc', value: auc }],
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    tags: [{ key: 'mlflow.user', value: String(auc) }],
  },
})

test('every key of any run is a row; it differs where a run has another value, or none', () => {
  const rows = comparedValues([run(0.5, { lr: '1', depth: '2' }), run(0.5, { lr: '1', model: 'x' })])
  expect(rows.map(({ kind, key, cells, differs }) => [kind, key, cells, differs])).toEqual([
    ['metrics', 'auc', [0.5, 0.5], false],
    ['params', 'depth', ['2', undefined], true],
    ['params', 'lr', ['1', '1'], false],
    ['params', 'model', [undefined, 'x'], true],
  ])
})

test('two that are not numbers do not differ', () => {
  expect(comparedValues([run('NaN', {}), run('NaN', {})])[0]?.differs).toBe(false)
})

test.each([
  [3, 2, { by: 1, share: 0.5 }],
  [1, -2, { by: 3, share: 1.5 }],
  [1, 0, { by: 1, share: undefined }],
  [1, Number.NaN, undefined],
  [1, undefined, undefined],
  ['1', '2', undefined],
])('%j is from %j %j away', (value, base, delta) => {
  expect(deltaOf(value, base)).toEqual(delta)
})
