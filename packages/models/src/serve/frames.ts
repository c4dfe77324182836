import type { Readable, Writable } from 'node:stream'

/** Two 32-bit lengths, then a JSON header and a payload. */
const PREFIX = 8

export interface Frame<Header> {
  header: Header
  payload: Buffer
}

/** Sends one frame; its buffers are not copied and must not change until they are gone. */
export function writeFrame(sink: Writable, header: object, payload: readonly Uint8Array[]): void {
  const text = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.allocUnsafe(PREFIX)
  prefix.writeUInt32LE(text.length, 0)
  prefix.writeUInt32LE(
    payload.reduce((sum, part) => sum + part.byteLength, 0),
    4,
  )
  sink.cork()
  for (const part of [prefix, text, ...payload]) sink.write(part)
  sink.uncork()
}

/** Calls `take` with every frame, in order. */
export function readFrames<Header>(source: Readable, take: (frame: Frame<Header>) => void): void {
  let chunks: Buffer[] = []
  let length = 0
  let needed = PREFIX
  source.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    if (length < needed) return
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks)
    for (needed = lengthOf(bytes); bytes.length >= needed; needed = lengthOf(bytes)) {
      const end = PREFIX + bytes.readUInt32LE(0)
      take({ header: JSON.parse(bytes.toString('utf8', PREFIX, end)), payload: bytes.subarray(end, needed) })
      bytes = bytes.subarray(needed)
    }
    chunks = bytes.length === 0 ? [] : [bytes]
    length = bytes.length
  })
}

/** Bytes of the first frame, as far as they can be told yet. */
function lengthOf(bytes: Buffer): number {
  return bytes.length < PREFIX ? PREFIX : PREFIX + bytes.readUInt32LE(0) + bytes.readUInt32LE(4)
}
