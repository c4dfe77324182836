import { Readable } from 'node:stream'
import type { OutputChunk } from './backend.ts'

/** Chunks that wait between a program and who reads: a program that writes more has to wait too. */
const WAITING_CHUNKS = 16

/** What a program writes to both of its outputs, in the order in which it arrives. */
export function mergedOutput(streams: Readonly<Record<OutputChunk['stream'], Readable>>): Readable {
  const inputs = Object.values(streams)
  const merged = new Readable({
    objectMode: true,
    highWaterMark: WAITING_CHUNKS,
    read: () => {
      for (const input of inputs) input.resume()
    },
  })
  let open = inputs.length
  for (const [stream, input] of Object.entries(streams)) {
    input.on('data', (bytes: Buffer) => {
      if (merged.push({ stream, bytes })) return
      for (const one of inputs) one.pause()
    })
    input.once('close', () => {
      open--
      if (open === 0) merged.push(null)
    })
  }
  return merged
}
