import { expect, it } from 'vitest'
import { Queues } from './queues.ts'

/** Doubles numbers, a turn at a time; a negative one spoils its turn. */
function doubler() {
  const turns: (readonly number[])[] = []
  const work = async (items: readonly number[]) => {
    turns.push(items)
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (items.some((item) => item < 0)) throw new Error('negative')
    return items.map((item) => 2 * item)
  }
  return { turns, work }
}

it('what comes while some is under way is done together, each answered for itself', async () => {
  const { turns, work } = doubler()
  const queues = new Queues()
  const results = await Promise.all([1, 2, 3, 4].map((item) => queues.add('a', item, work)))
  expect(results).toEqual([2, 4, 6, 8])
  expect(turns).toEqual([[1], [2, 3, 4]])
  expect(await queues.add('a', 5, work)).toBe(10)
})

it('other keys do not wait', async () => {
  const { turns, work } = doubler()
  const queues = new Queues()
  await Promise.all(['a', 'b', 'c'].map((key, i) => queues.add(key, i, work)))
  expect(turns).toEqual([[0], [1], [2]])
})

it('one that fails fails alone', async () => {
  const { work } = doubler()
  const queues = new Queues()
  const outcomes = await Promise.allSettled([1, 2, -3, 4].map((item) => queues.add('a', item, work)))
  expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
    2,
    4,
    'negative',
    8,
  ])
})

it('a turn has so many items that its transaction stays short', async () => {
  const { turns, work } = doubler()
  const queues = new Queues()
  await Promise.all(Array.from({ length: 150 }, (_, item) => queues.add('a', item, work)))
  expect(turns.map((turn) => turn.length)).toEqual([1, 64, 64, 21])
})
