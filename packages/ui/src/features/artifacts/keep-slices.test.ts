import { expect, test } from 'vitest'
import { keepSlices } from './keep-slices.ts'

const counting = (most: number) => {
  const asked: string[] = []
  const slice = keepSlices(async (start, end) => {
    asked.push(`${start}-${end}`)
    if (start === 13) throw new Error('gone')
    return new ArrayBuffer(end - start)
  }, most)
  return { asked, slice }
}

test('a part is read once, also while it is on its way', async () => {
  const { asked, slice } = counting(100)
  await Promise.all([slice(0, 10), slice(0, 10)])
  await slice(0, 10)
  expect(asked).toEqual(['0-10'])
})

test('what was read longest ago makes room', async () => {
  const { asked, slice } = counting(25)
  for (const start of [0, 10, 0, 20, 0, 10]) await slice(start, start + 10)
  expect(asked).toEqual(['0-10', '10-20', '20-30', '10-20'])
})

test('a part that failed, or is larger than all the room, is not kept', async () => {
  const { asked, slice } = counting(25)
  for (let i = 0; i < 2; i++) {
    await expect(slice(13, 20)).rejects.toThrow('gone')
    await slice(0, 50)
  }
  expect(asked).toEqual(['13-20', '0-50', '13-20', '0-50'])
})
