import { pipeline, type Readable, Transform } from 'node:stream'
import { type Collect, collector } from './collector.ts'

/** How much may lie about: bytes that went through and nobody holds any more. */
const SPENT_BYTES = 4 * 1024 * 1024

/** Of buffers that have lived for long; V8 itself waits for 64 MB of them, which lie about until then. */
const RETIRED_BYTES = 10 * 1024 * 1024
/** To look through the whole heap takes tens of milliseconds. */
const FULL_LOOK_MS = 10_000

let collect: Collect | undefined
let spent = 0
let retired = 0
let nextFullLook = 0

/**
 * Counts bytes of buffers that will not be used again, and frees them now and then. Left to itself V8 does so by looking
 * through its whole heap whenever 64 MB of them have gathered, which took half the processor time of a large transfer; a
 * look at what is young frees as much in under a millisecond.
 */
export function countSpent(bytes: number): void {
  spent += bytes
  if (spent < SPENT_BYTES) return
  spent = 0
  collect ??= collector()
  collect({ type: 'minor' })
}

/** Counts bytes of buffers that were used again and again and now are not, and frees them when it is worth it. */
export function countRetired(bytes: number): void {
  retired += bytes
  if (retired < RETIRED_BYTES || performance.now() < nextFullLook) return
  retired = 0
  nextFullLook = performance.now() + FULL_LOOK_MS
  // Whoever retires them may hold them still.
  setImmediate(() => {
    collect ??= collector()
    collect({ type: 'major' })
  })
}

/** A body that passes through; when it is destroyed, or nobody reads on, the source is let go of at once. */
export function counted(body: Readable): Readable {
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      countSpent(chunk.length)
      done(null, chunk)
    },
  })
  // Whoever reads hears of a failure: the pipeline destroys what they read with it.
  return pipeline(body, through, () => {})
}
