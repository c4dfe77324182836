import type { MetricWithRunId } from '@millrace/contract'
import { expect, test } from 'vitest'
import type { Axis, Scale } from './metrics-search.ts'
import { inOrder, toLine } from './to-line.ts'

const line = (points: MetricWithRunId[], axis: Axis = 'step', scale: Scale = 'linear') =>
  toLine('auc', inOrder(points, axis), axis, scale)

test('steps are put in order, negative and repeated ones too', () => {
  const points = [
    { step: 2, timestamp: 30, value: 3 },
    { step: -1, timestamp: 10, value: 1 },
    { step: 2, timestamp: 20, value: 2 },
  ]
  expect(line(points)).toMatchObject({ x: [-1, 2, 2], y: [1, 2, 3] })
})

test('what is not a finite number is a gap', () => {
  const points = ['NaN', 'Infinity', -Number.MAX_VALUE, 0.5].map((value, step) => ({ step, value }))
  expect(line(points as MetricWithRunId[]).y).toEqual([null, null, null, 0.5])
})

test('a logarithmic scale has no room for zero and below', () => {
  const points = [
    { step: 0, value: 0 },
    { step: 1, value: -1 },
    { step: 2, value: 10 },
  ]
  expect(line(points, 'step', 'log').y).toEqual([null, null, 10])
})

test('elapsed time starts at the first point', () => {
  const points = [
    { timestamp: 1500, value: 1 },
    { timestamp: 1000, value: 2 },
  ]
  expect(line(points, 'relative').x).toEqual([0, 500])
})
