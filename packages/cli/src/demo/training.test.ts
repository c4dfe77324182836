import { expect, test } from 'vitest'
import { chanceOf, featuresOf } from '../../demo/model/index.js'
import { splitLoans } from './data-set.ts'
import { BOOSTING, LINEAR, SCORECARD } from './families.ts'
import { auc, measure, rocCurve } from './measures.ts'
import { randomFrom } from './random.ts'
import { chances, crossValidate } from './validate.ts'

const split = await splitLoans()

test('the loans are parted as the data has them: three in ten are bad, and none is in both parts', () => {
  for (const { bad } of [split.train, split.test]) {
    expect(bad.reduce((sum, outcome) => sum + outcome, 0) / bad.length).toBe(0.3)
  }
  const kept = new Set(split.test.rows)
  expect(split.train.rows.some((row) => kept.has(row))).toBe(false)
  expect(split.train.rows.length + split.test.rows.length).toBe(1000)
})

test.each([
  [SCORECARD, { bins: 5, l2: 0.05 }],
  [LINEAR, { learning_rate: 0.02, l2: 0.02 }],
  [BOOSTING, { learning_rate: 0.1, depth: 3, subsample: 0.6 }],
])('$name is trained the same twice, and scores as it was followed', (family, settings) => {
  let learned = new Float64Array()
  let others = new Float64Array()
  const follow = {
    others: split.test,
    point: (_step: number, now: Float64Array, unseen: Float64Array) => {
      learned = Float64Array.from(now)
      others = Float64Array.from(unseen)
    },
  }
  const model = family.fit(settings, split.train, randomFrom(7), follow)
  expect(family.fit(settings, split.train, randomFrom(7))).toEqual(model)
  for (const [loans, followed] of [
    [split.train, learned],
    [split.test, others],
  ] as const) {
    for (const [row, chance] of chances(model, loans).entries())
      expect(chance).toBeCloseTo(followed[row] ?? 0, 9)
  }
  expect(auc(split.test.bad, others)).toBeGreaterThan(0.75)
})

test('a model that was trained ranks the loans of a fold that it has not seen', () => {
  const { folds, curve } = crossValidate(
    { family: SCORECARD, settings: { bins: 5, l2: 0.05 } },
    split.train,
    7,
  )
  expect(folds).toHaveLength(5)
  expect(curve.at(-1)?.train_loss).toBeLessThan(curve[0]?.train_loss ?? 0)
})

test('measures are those of their definitions', () => {
  const bad = Uint8Array.of(1, 0, 1, 0)
  const chance = Float64Array.of(0.9, 0.9, 0.4, 0.1)
  expect(auc(bad, chance)).toBe(0.625)
  expect(rocCurve(bad, chance)).toEqual([
    { falseAlarms: 0, hits: 0 },
    { falseAlarms: 0.5, hits: 0.5 },
    { falseAlarms: 0.5, hits: 1 },
    { falseAlarms: 1, hits: 1 },
  ])
  expect(measure(bad, chance)).toMatchObject({
    ks: 0.5,
    gini: 0.25,
    expected_cost: 0.25,
    approval_rate: 0.25,
  })
})

test('a value that the training has not seen counts as the average', () => {
  const columns = [{ kind: 'level' as const, name: 'purpose', values: { car: 1 } }]
  const model = { columns, intercept: 0, weights: [2] }
  expect(chanceOf(model, featuresOf(columns, { purpose: 'boat' }))).toBe(0.5)
  expect(chanceOf(model, featuresOf(columns, { purpose: 'car' }))).toBeCloseTo(1 / (1 + Math.exp(-2)), 12)
})
