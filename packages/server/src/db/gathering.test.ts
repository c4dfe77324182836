import { MlflowError } from '@millrace/contract'
import { expect, it } from 'vitest'
import type { Awaitable, Executor, Gathered } from './executor.ts'
import { gathering } from './gathering.ts'

/** Stands for the transaction, which the jobs here do not need. */
const NO_TX = undefined as unknown as Executor

/** Runs each job a moment later, as a transaction does that has to begin. */
async function later<T>(job: (tx: Executor) => Awaitable<T>): Promise<T> {
  await new Promise(setImmediate)
  return job(NO_TX)
}

const refusal = (item: number) => new MlflowError('INVALID_PARAMETER_VALUE', `no ${item}`)

it('what comes together is done together, and each gets its own answer', async () => {
  const groups: number[] = []
  const double: Gathered<number, number> = (_tx, items) => {
    groups.push(items.length)
    return items.map((item) => item * 2)
  }
  const gather = gathering(later)
  const items = Array.from({ length: 40 }, (_, i) => i)
  expect(await Promise.all(items.map((item) => gather(double, item)))).toEqual(items.map((i) => i * 2))
  expect(groups).toEqual([40])
})

it('an error as outcome is that item’s alone', async () => {
  const noThrees: Gathered<number, number> = (_tx, items) =>
    items.map((item) => (item === 3 ? refusal(item) : item))
  const gather = gathering(later)
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => gather(noThrees, item)))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

it('after an error that was thrown each item goes on its own', async () => {
  const groups: number[] = []
  const fails: Gathered<number, number> = (_tx, items) => {
    groups.push(items.length)
    if (items.includes(3)) throw refusal(3)
    return items
  }
  const gather = gathering(later)
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => gather(fails, item)))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(groups).toEqual([4, 1, 1, 1, 1])
})

it('what failed at the commit is not tried again: it may have been made', async () => {
  let jobs = 0
  const gather = gathering(async (job) => {
    await later(job)
    throw new Error('lost')
  })
  const job: Gathered<number, number> = (_tx, items) => {
    jobs += 1
    return items
  }
  const outcomes = await Promise.allSettled([1, 2].map((item) => gather(job, item)))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(jobs).toBe(1)
})

it('where no transaction can begin all that wait are told, and the next ones go', async () => {
  let down = true
  const gather = gathering(async (job) => {
    await new Promise(setImmediate)
    if (down) throw new Error('away')
    return job(NO_TX)
  })
  const same: Gathered<number, number> = (_tx, items) => items
  const outcomes = await Promise.allSettled([1, 2].map((item) => gather(same, item)))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  down = false
  expect(await gather(same, 3)).toBe(3)
})

it('a transaction that is tried again takes the same items', async () => {
  const seen: (readonly number[])[] = []
  const gather = gathering(async (job) => {
    await later(job)
    return later(job)
  })
  const same: Gathered<number, number> = (_tx, items) => {
    seen.push(items)
    return items
  }
  expect(await Promise.all([1, 2].map((item) => gather(same, item)))).toEqual([1, 2])
  expect(seen).toEqual([
    [1, 2],
    [1, 2],
  ])
})
