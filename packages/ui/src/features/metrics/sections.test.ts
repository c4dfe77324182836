import { expect, test } from 'vitest'
import { isOpen, moved, toSections } from './sections.ts'

test('sections are what stands before the first slash; the machine comes last', () => {
  const sections = toSections(['system/cpu', 'val/a/b', 'train/loss', 'auc', 'train/acc', '/odd'])
  expect(sections).toEqual([
    { prefix: '', keys: ['/odd', 'auc'] },
    { prefix: 'train', keys: ['train/acc', 'train/loss'] },
    { prefix: 'val', keys: ['val/a/b'] },
    { prefix: 'system', keys: ['system/cpu'] },
  ])
})

test('curves come before single values, but where the reader has put them', () => {
  const keys = ['auc', 'loss', 'f1', 'recall']
  const singles = new Set(['auc', 'f1'])
  expect(toSections(keys, [], singles)[0]?.keys).toEqual(['loss', 'recall', 'auc', 'f1'])
  const order = moved([], ['loss', 'recall', 'auc', 'f1'], 'auc', 'recall', singles)
  expect(order).toEqual(['loss', 'auc', 'recall'])
  expect(toSections(keys, order, singles)[0]?.keys).toEqual(['loss', 'auc', 'recall', 'f1'])
})

test('few metrics are open, of many only the first section, and each can be turned', () => {
  const few = toSections(['a', 'b/c', 'system/d'])
  expect(few.map((section) => isOpen(section, few))).toEqual([true, true, false])
  expect(few.map((section) => isOpen(section, few, ['b', 'system']))).toEqual([true, false, true])
  const many = toSections(Array.from({ length: 10_000 }, (_, i) => `${i % 10}/${i}`))
  expect(many.filter((section) => isOpen(section, many))).toHaveLength(1)
})

test.each([
  ['forward', 'c', 'a', ['c', 'a', 'b', 'd'], ['c', 'a', 'b']],
  ['to the end', 'a', undefined, ['b', 'c', 'd', 'a'], ['b', 'c', 'd', 'a']],
  ['to where the alphabet has it', 'b', 'c', ['a', 'b', 'c', 'd'], []],
])('a metric is moved %s, and the address says no more than it must', (_name, key, before, shown, said) => {
  const order = moved(['x'], ['a', 'b', 'c', 'd'], key, before)
  expect(order).toEqual(['x', ...said])
  expect(toSections(['d', 'c', 'b', 'a'], order)[0]?.keys).toEqual(shown)
})
