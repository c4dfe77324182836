import { describe, expect, test } from 'vitest'
import type { Outcome, Unit } from './load.ts'
import type { Target } from './targets.ts'
import { type Row, ratio, verdict } from './verdict.ts'

const measured = (value: number): Outcome => ({ value, requests: 1, seconds: 1 })
const FAILED: Outcome = { failed: 'status 500' }

const RATIOS: Target = { mlflow: '', fastTrackMl: '', must: { ratio: 10 }, aim: { ratio: 20 } }
const LIMITS: Target = { mlflow: '', fastTrackMl: '', must: { atMost: 200 }, aim: { atMost: 100 } }

function row(unit: Unit, target: Target | undefined, millrace?: Outcome, mlflow?: Outcome): Row {
  return { name: 'any', title: 'any', unit, target, outcomes: { millrace, mlflow } }
}

test('a ratio above 1 is better, for rates as for times', () => {
  expect(ratio(row('/s', RATIOS, measured(50), measured(5)), 'mlflow')).toBe(10)
  expect(ratio(row('s', RATIOS, measured(5), measured(50)), 'mlflow')).toBe(10)
  expect(ratio(row('s', RATIOS, measured(5), FAILED), 'mlflow')).toBeUndefined()
})

describe('verdict', () => {
  test.each([
    ['aim', row('/s', RATIOS, measured(200), measured(10))],
    ['must', row('/s', RATIOS, measured(199), measured(10))],
    ['missed', row('/s', RATIOS, measured(99), measured(10))],
    ['missed', row('s', RATIOS, measured(2), measured(10))],
    ['failed', row('/s', RATIOS, FAILED, measured(10))],
    ['not judged', row('/s', RATIOS, measured(200), FAILED)],
    ['not judged', row('/s', RATIOS, undefined, measured(10))],
    ['no target', row('/s', undefined, measured(200), measured(10))],
    ['aim', row('MB', LIMITS, measured(100))],
    ['must', row('MB', LIMITS, measured(101))],
    ['missed', row('MB', LIMITS, measured(201))],
  ] as const)('%s: case %#', (expected, given) => {
    expect(verdict(given)).toBe(expected)
  })

  test('the aim of log-batch holds only with its share of the raw insert rate', () => {
    const target = { ...RATIOS, aimRawShare: 0.5 }
    const given = (rawPerSecond?: number): Row =>
      row('metrics/s', target, { value: 200, requests: 1, seconds: 1, rawPerSecond }, measured(10))
    expect([given(400), given(401), given(undefined)].map(verdict)).toEqual(['aim', 'must', 'must'])
  })
})
