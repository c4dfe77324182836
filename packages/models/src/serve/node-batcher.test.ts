import { expect, test } from 'vitest'
import type { LoadedModel } from '../flavors/flavor.ts'
import type { ModelInput, Table } from '../scoring/input.ts'
import { NodeBatcher } from './node-batcher.ts'

/** Doubles the rows of its only column, and keeps how many it was given each time. */
function doubling(fails: (rows: readonly number[]) => boolean = () => false) {
  const given: number[] = []
  const doubled = (input: ModelInput | { kind: 'any' }): number[] => {
    const values = Array.from((input as Table).columns[0]?.values as Float64Array)
    given.push(values.length)
    if (fails(values)) throw new Error('told to fail')
    return values.map((value) => 2 * value)
  }
  const model: LoadedModel & Required<Pick<LoadedModel, 'predictParts'>> = {
    predict: async (input) => JSON.stringify(doubled(input)),
    async predictParts(input, _, parts) {
      const all = doubled(input)
      return parts.map((count) => JSON.stringify(all.splice(0, count)))
    },
    close: async () => {},
  }
  return { model, given }
}

function table(...values: number[]): Table {
  const column = { name: 'x', type: 'double' as const, values: Float64Array.from(values) }
  return { kind: 'table', rows: values.length, isNamed: true, columns: [column] }
}

test('what waits is predicted together, and each is answered with its rows', async () => {
  const { model, given } = doubling()
  const batcher = new NodeBatcher(model, { maxBatchRows: 4, maxBatchDelay: 20 })
  const inputs = [[1], [2, 3], [4], [5, 6, 7, 8, 9], [10]]
  const texts = await Promise.all(inputs.map((values) => batcher.predict(table(...values), {})))
  expect(texts.map((text) => JSON.parse(text))).toEqual(inputs.map((values) => values.map((x) => 2 * x)))
  expect(given).toEqual([4, 5, 1])
})

test('other parameters are predicted apart', async () => {
  const { model, given } = doubling()
  const batcher = new NodeBatcher(model, { maxBatchRows: 4, maxBatchDelay: 20 })
  await Promise.all([{ t: 1 }, { t: 1 }, { t: 2 }].map((params) => batcher.predict(table(1), params)))
  expect(given).toEqual([2, 1])
})

test('a request that fails does not fail those it waited with', async () => {
  const { model } = doubling((values) => values.includes(13))
  const batcher = new NodeBatcher(model, { maxBatchRows: 4, maxBatchDelay: 20 })
  const answers = await Promise.allSettled([1, 13, 2].map((value) => batcher.predict(table(value), {})))
  expect(answers).toMatchObject([{ value: '[2]' }, { reason: { message: 'told to fail' } }, { value: '[4]' }])
})
