import { Readable } from 'node:stream'
import type { ByteSpan } from './repository.ts'

/** A part of a whole body, where a store gives no parts; behind its end the body is let go of. */
export function partOf(body: Readable, { start, end }: ByteSpan): Readable {
  const part = Readable.from(cut(body, start, end), { objectMode: false })
  // One that nobody began to read would not let go of the body.
  part.once('close', () => body.destroy())
  return part
}

async function* cut(body: Readable, start: number, end: number): AsyncGenerator<Buffer> {
  let at = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at))
    at += chunk.length
    if (piece.length > 0) yield piece
    if (at > end) return
  }
}
