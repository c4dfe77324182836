import { expect, test } from 'vitest'
import { inOrder, moveColumn, stepColumn, toggleColumn, togglePin } from './arrange-columns.ts'

const choice = { col: ['a', 'b', 'c', 'd'], pin: ['c'] }

test('pinned columns come first', () => {
  expect(inOrder(choice)).toEqual(['c', 'a', 'b', 'd'])
  expect(inOrder(togglePin(choice, 'b'))).toEqual(['c', 'b', 'a', 'd'])
  expect(inOrder({ col: ['a'], pin: ['gone'] })).toEqual(['a'])
})

test.each([
  ['a', 'd', ['c', 'b', 'd', 'a'], ['c']],
  ['d', 'a', ['c', 'd', 'a', 'b'], ['c']],
  ['d', 'c', ['d', 'c', 'a', 'b'], ['d', 'c']],
  ['c', 'b', ['a', 'b', 'c', 'd'], []],
  ['a', 'nope', ['c', 'a', 'b', 'd'], ['c']],
])('%s moves to where %s is', (id, target, order, pin) => {
  const moved = moveColumn(choice, id, target)
  expect(inOrder(moved)).toEqual(order)
  expect(moved.pin).toEqual(pin)
})

test('a step at the edge does nothing', () => {
  expect(stepColumn(choice, 'd', 1)).toBe(choice)
  expect(inOrder(stepColumn(choice, 'd', -1))).toEqual(['c', 'a', 'd', 'b'])
})

test('a column that is taken away is no longer pinned', () => {
  expect(toggleColumn(choice, 'c')).toEqual({ col: ['a', 'b', 'd'], pin: [] })
  expect(toggleColumn(choice, 'e').col).toEqual(['a', 'b', 'c', 'd', 'e'])
})
