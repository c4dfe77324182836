import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { replyText } from './reply-text.ts'

test('an answer is read whole, also where a character is cut', async () => {
  const bytes = Buffer.from('{"name":"файл"}')
  expect(await replyText(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]))).toBe('{"name":"файл"}')
})

test('one that does not end is given up, and let go of', async () => {
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(1000))
    },
  })
  await expect(replyText(endless, 10_000)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' })
  expect(endless.destroyed).toBe(true)
})
