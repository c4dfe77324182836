import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Parts, sendBody, sendParts } from './parts.ts'

const PART = 5 * 1024 * 1024

/** A store that answers with what it got, a moment later: memory that is filled again too soon is seen. */
function target(mostParts = 10_000) {
  return {
    mostParts,
    whole: async (body: Buffer) => [Buffer.from(body)],
    inParts: (parts: Parts) =>
      sendParts(parts, async (part) => {
        await sleep(1)
        return Buffer.from(part)
      }),
  }
}

async function* chunks(total: number, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < total; at += size) yield Buffer.alloc(Math.min(size, total - at), (at / size) % 251)
}

const joined = async (source: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(source))

describe('a body goes out', () => {
  it.each([
    ['empty', 0, 1000, [0]],
    ['small', 10_000, 999, [10_000]],
    ['one byte short of a part', PART - 1, 64 * 1024, [PART - 1]],
    ['exactly a part', PART, 64 * 1024, [PART]],
    ['parts and a rest', 4 * PART + 7, 64 * 1000, [PART, PART, PART, PART, 7]],
    ['in chunks larger than parts', 3 * PART, 2 * PART + 1, [PART, PART, PART]],
  ])('%s', async (_name, total, size, lengths) => {
    for (const announced of [undefined, total, 10]) {
      const sent = await sendBody(chunks(total, size), { size: announced }, target())
      expect(sent.map(({ length }) => length)).toEqual(lengths)
      expect(Buffer.concat(sent).equals(await joined(chunks(total, size)))).toBe(true)
    }
  })

  it('in larger parts where the store takes only so many', async () => {
    const sent = await sendBody(chunks(3 * PART, PART), { size: 3 * PART }, target(2))
    expect(sent.map(({ length }) => length)).toEqual([1.5 * PART, 1.5 * PART])
  })

  it('not at all where more is announced than a store takes', async () => {
    for (const size of [9e15, Number.NaN]) {
      await expect(sendBody(chunks(10, 10), { size }, target())).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
      })
    }
  })

  it('from as much memory as it needs, whatever was announced', async () => {
    const whole = async (body: Buffer) => body.buffer.byteLength
    const inParts = async () => 0
    const to = { mostParts: 10_000, whole, inParts }
    expect(await sendBody(chunks(10, 10), { size: 5e12 }, to)).toBe(PART)
  })

  it('later, where the memory is taken by others as large', async () => {
    const goOn = Promise.withResolvers<void>()
    const waiting = async function* () {
      await goOn.promise
      yield Buffer.from('x')
    }
    const size = 5e12
    const others = [waiting(), waiting()].map((source) => sendBody(source, { size }, target()))
    await expect(sendBody(chunks(1, 1), { size }, target())).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
    })
    expect(await sendBody(chunks(1, 1), { size: 1 }, target())).toHaveLength(1)
    goOn.resolve()
    await Promise.all(others)
    expect(await sendBody(chunks(1, 1), { size }, target())).toHaveLength(1)
  })

  it('and is let go of, with nothing on its way, when a part fails', async () => {
    let closed = false
    let sending = 0
    const source = (async function* () {
      try {
        yield* chunks(10 * PART, PART)
      } finally {
        closed = true
      }
    })()
    const sent = sendBody(
      source,
      {},
      {
        ...target(),
        inParts: (parts) =>
          sendParts(parts, async (_part, number) => {
            sending++
            await sleep(number * 5)
            sending--
            if (number === 2) throw new Error('the second failed')
            return _part
          }),
      },
    )
    await expect(sent).rejects.toThrow('the second failed')
    expect([closed, sending]).toEqual([true, 0])
  })
})
