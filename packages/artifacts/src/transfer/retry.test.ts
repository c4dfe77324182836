import { InsufficientStorage, invalidParameter, MlflowError } from '@millrace/contract'
import { describe, expect, it } from 'vitest'
import { atOnce } from './at-once.ts'
import { retried } from './retry.ts'

const busy = () => new MlflowError('TEMPORARILY_UNAVAILABLE', 'busy')

describe('what fails is tried again', () => {
  it.each([
    ['a broken connection', () => new Error('ECONNRESET'), 2],
    ['a busy store', busy, 2],
    ['a wrong path', () => invalidParameter('Invalid path'), 1],
    ['a full disk', () => new InsufficientStorage('full'), 1],
    ['what the store cannot do', () => new MlflowError('NOT_IMPLEMENTED', 'no'), 1],
  ])('after %s', async (_name, error, tries) => {
    let tried = 0
    const work = retried(1, undefined, async () => {
      tried += 1
      throw error()
    })
    await expect(work).rejects.toThrow()
    expect(tried).toBe(tries)
  })

  it('until it works', async () => {
    let tried = 0
    const work = async () => {
      tried += 1
      if (tried === 1) throw busy()
      return tried
    }
    expect(await retried(3, undefined, work)).toBe(2)
  })

  it('not after it was given up', async () => {
    const controller = new AbortController()
    const work = retried(9, controller.signal, async () => {
      controller.abort()
      throw busy()
    })
    await expect(work).rejects.toThrow('busy')
  })
})

describe('work at once', () => {
  it('is never more than the limit, and all of it is done', async () => {
    let underWay = 0
    let most = 0
    const done: number[] = []
    await atOnce(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay -= 1
      done.push(item)
    })
    expect(most).toBe(3)
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('ends with the first failure, when nothing is under way any more', async () => {
    let underWay = 0
    const started: number[] = []
    const work = atOnce(2, [1, 2, 3, 4], async (item) => {
      started.push(item)
      underWay += 1
      await new Promise((resolve) => setTimeout(resolve, item * 5))
      underWay -= 1
      if (item === 1) throw new Error('the first')
    })
    await expect(work).rejects.toThrow('the first')
    expect(underWay).toBe(0)
    expect(started).not.toContain(4)
  })
})
