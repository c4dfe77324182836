import { describe, expect, test } from 'vitest'
import { type Case, outcomeOf, readCases, withSortedSets } from './testdata/cases.ts'
import { DIFFERENCES } from './testdata/differences.ts'

// `recorded` are the examples of a running MLflow server, `measured` inputs of ours given to its parsers and stores.
describe.each(['recorded', 'measured'])('%s cases of MLflow 3.17.2', (name) => {
  describe.each(readCases(name))('%s', (entity, cases) => {
    const titled = cases.map((one): [string, Case] => [one.filter ?? JSON.stringify(one.order_by), one])

    test.each(titled.filter(([title]) => !DIFFERENCES[title]))(
      '%s',
      (_, { filter, order_by, ...expected }) => {
        const outcome = outcomeOf(entity, { filter, order_by })
        if (expected.error_code !== undefined && expected.message === undefined) {
          expect(outcome.error_code).toBe(expected.error_code)
          return
        }
        expect({ ...outcome, message: withSortedSets(outcome.message) }).toEqual({
          ...expected,
          message: withSortedSets(expected.message),
        })
      },
    )
  })
})

test('the listed differences are differences still', () => {
  const differing = readCases('measured').flatMap(([entity, cases]) =>
    cases
      .filter(({ filter = '' }) => DIFFERENCES[filter])
      .filter(({ filter, order_by, ...expected }) => {
        const { message, ...outcome } = outcomeOf(entity, { filter, order_by })
        return JSON.stringify({ ...outcome, message }) !== JSON.stringify(expected)
      }),
  )
  expect(differing.map(({ filter }) => filter).sort()).toEqual(Object.keys(DIFFERENCES).sort())
})
