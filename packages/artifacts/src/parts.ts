import { invalidParameter, MlflowError } from '@millrace/contract'
import type { ArtifactSource, WriteOptions } from './repository.ts'
import { countRetired, countSpent } from './spent-buffers.ts'

/** The smallest that every store takes. */
const PART_BYTES = 5 * 1024 * 1024
const PARTS_AT_ONCE = 3
/** What S3 and Google take of one file; more would make parts too large for memory. */
const MOST_BYTES = 5 * 1024 ** 4
/** On their way from this process beyond one part of each upload, which goes out in any case. */
const SENDING_BYTES = 512 * 1024 * 1024
/** Of all uploads whose parts are larger than the smallest, a part each. */
const LARGE_BYTES = 1024 ** 3

let sendingBytes = 0
let largeBytes = 0

/** Where a body goes: in one request when it is small, else in parts. */
export interface PartsTarget<T> {
  /** What the store takes of one body at most; the parts grow where more bytes are announced. */
  readonly mostParts: number
  whole(body: Buffer): Promise<T>
  inParts(parts: Parts): Promise<T>
}

/**
 * Sends a body of any length, a few parts of it in memory. The body is let go of, however it ends.
 * @throws MlflowError INVALID_PARAMETER_VALUE where more bytes are announced than a store takes, TEMPORARILY_UNAVAILABLE
 * while too many files of hundreds of gigabytes are on their way
 */
export async function sendBody<T>(
  source: ArtifactSource,
  options: WriteOptions,
  target: PartsTarget<T>,
): Promise<T> {
  const { size = 0 } = options
  if (!(size <= MOST_BYTES)) throw invalidParameter('A file of more than 5 TiB cannot be stored this way.')
  const bytes = Math.max(PART_BYTES, Math.ceil(size / target.mostParts))
  const release = reserveLarge(bytes)
  const parts = new Parts(source, bytes, options)
  try {
    const first = await parts.first()
    return await (first.length < bytes ? target.whole(first) : target.inParts(parts))
  } finally {
    release()
    await parts.close()
  }
}

/** Whoever waited for memory here would hold a connection, perhaps for hours: it is told to come again. */
function reserveLarge(bytes: number): () => void {
  if (bytes === PART_BYTES) return () => {}
  if (largeBytes + bytes > LARGE_BYTES) {
    throw new MlflowError(
      'TEMPORARILY_UNAVAILABLE',
      'As many very large files are being stored as the memory takes. Try again later.',
    )
  }
  largeBytes += bytes
  return () => {
    largeBytes -= bytes
  }
}

/** Sends a few parts at a time and answers in their order. When it throws, none is on its way any more. */
export async function sendParts<T>(
  parts: Parts,
  send: (part: Buffer, number: number) => Promise<T>,
): Promise<T[]> {
  const all: Promise<T>[] = []
  const sending = new Set<Promise<T>>()
  try {
    for await (const part of parts) {
      const sent = send(part, all.length + 1)
      all.push(sent)
      sending.add(sent)
      sendingBytes += part.length
      const done = () => {
        sending.delete(sent)
        sendingBytes -= part.length
        parts.reuse(part)
      }
      sent.then(done, done)
      while (!hasRoom(sending.size, part.length)) await Promise.race(sending)
    }
    return await Promise.all(all)
  } catch (error) {
    await Promise.allSettled(sending)
    throw error
  }
}

function hasRoom(sending: number, bytes: number): boolean {
  return sending === 0 || (sending < PARTS_AT_ONCE && sendingBytes + bytes <= SENDING_BYTES)
}

const NOTHING = Buffer.alloc(0)
/** What a body of unknown length is taken for at first. */
const SMALL_BYTES = 64 * 1024

/** A body cut into buffers of `bytes` each but for the last, as R2 demands; none of an empty body. */
export class Parts implements AsyncIterable<Buffer> {
  readonly bytes: number
  readonly #cut: AsyncGenerator<Buffer>
  /** Parts that were sent: left to the collector, they would pile up before it looks. */
  readonly #idle: Buffer[] = []
  /** Of the buffer that is begun with: a small file needs no large one. */
  #begin: number
  #first: Buffer | undefined

  constructor(source: ArtifactSource, bytes: number, { signal, size = SMALL_BYTES }: WriteOptions) {
    this.bytes = bytes
    // Who announces much and sends little is not believed.
    this.#begin = Math.min(Math.max(size, 1), PART_BYTES)
    this.#cut = this.#cutting(source, signal)
  }

  /** The first part, which iterating begins with all the same; empty where there is none. */
  async first(): Promise<Buffer> {
    const { value } = await this.#cut.next()
    this.#first = value
    return value ?? NOTHING
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const first = this.#first
    this.#first = undefined
    if (first) yield first
    yield* this.#cut
  }

  /** Takes a part back that nobody needs any more; a later one is put into its memory. */
  reuse(part: Buffer): void {
    if (part.length === this.bytes) this.#idle.push(part)
  }

  /** Lets go of the body, and of the memory of the parts. */
  async close(): Promise<void> {
    await this.#cut.return(undefined)
    countRetired(this.#idle.splice(0).length * this.bytes)
  }

  async *#cutting(source: ArtifactSource, signal?: AbortSignal): AsyncGenerator<Buffer, undefined> {
    let part: Buffer = NOTHING
    let filled = 0
    for await (let rest of source) {
      signal?.throwIfAborted()
      while (rest.byteLength > 0) {
        if (filled === part.length) part = this.#larger(part)
        const taken = rest.subarray(0, part.length - filled)
        part.set(taken, filled)
        filled += taken.byteLength
        countSpent(taken.byteLength)
        rest = rest.subarray(taken.byteLength)
        if (filled < this.bytes) continue
        yield part
        part = this.#idle.pop() ?? NOTHING
        filled = 0
      }
    }
    signal?.throwIfAborted()
    if (filled > 0) yield part.subarray(0, filled)
    return undefined
  }

  #larger(part: Buffer): Buffer {
    const bytes = part.length === 0 ? this.#begin : Math.min(part.length * 8, this.bytes)
    if (bytes === this.bytes) this.#begin = bytes
    const larger = Buffer.allocUnsafeSlow(bytes)
    part.copy(larger)
    return larger
  }
}
