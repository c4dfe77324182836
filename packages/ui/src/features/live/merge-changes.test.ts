import { expect, test } from 'vitest'
import { mergeChanges } from './merge-changes.ts'

test('waiting changes become one that names each thing once', () => {
  expect(mergeChanges({ runs: ['a', 'b'] }, { runs: ['b', 'c'], experiments: ['1'] })).toEqual({
    runs: ['a', 'b', 'c'],
    experiments: ['1'],
    all: false,
  })
})

test('not knowing is stronger than knowing', () => {
  expect(mergeChanges({ all: true }, { runs: ['a'] }).all).toBe(true)
})
