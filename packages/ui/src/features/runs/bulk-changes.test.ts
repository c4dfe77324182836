import { expect, test } from 'vitest'
import { changeEach } from './bulk-changes.ts'

test('one refusal keeps no other run from its change, and few are asked at a time', async () => {
  let open = 0
  let most = 0
  const ids = Array.from({ length: 50 }, (_, i) => String(i))
  const { done, errors } = await changeEach(ids, async (id) => {
    most = Math.max(most, ++open)
    await new Promise((resolve) => setTimeout(resolve, 1))
    open--
    if (id === '7') throw new Error('deleted by someone else')
  })
  expect(done.toSorted()).toEqual(ids.filter((id) => id !== '7').toSorted())
  expect(errors).toHaveLength(1)
  expect(most).toBe(8)
})
