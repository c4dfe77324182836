import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { WritableFile } from './near-files.ts'
import type { ArtifactSource } from './repository.ts'
import { countSpent } from './spent-buffers.ts'

const READ_BYTES = 256 * 1024
const WRITE_BYTES = 1024 * 1024
/** The disk begins with what came so far while the rest is on its way. */
const FLUSH_BYTES = 64 * 1024 * 1024

/** The bytes of an open file from `start` to `end`, both included; at the end, or when destroyed, the file is closed. */
export function readBytes(handle: FileHandle, start: number, end: number, signal?: AbortSignal): Readable {
  let at = start
  return new Readable({
    highWaterMark: READ_BYTES,
    ...(signal && { signal }),
    read() {
      const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, end - at + 1))
      if (buffer.length === 0) return void this.push(null)
      handle.read(buffer, 0, buffer.length, at).then(
        ({ bytesRead }) => {
          at += bytesRead
          countSpent(bytesRead)
          if (bytesRead === 0) this.destroy(new Error('the file became shorter while it was read'))
          else this.push(bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead))
        },
        (error) => this.destroy(error),
      )
    },
    destroy(error, done) {
      handle.close().then(
        () => done(error),
        (closing) => done(error ?? closing),
      )
    },
  })
}

/** Writes a whole body to an open file, from `at` on; when this is done it is on the disk. Answers with its length. */
export async function writeBytes(
  handle: WritableFile,
  source: ArtifactSource,
  { at = 0, signal }: { at?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const writing = new Writing(handle, at)
  await pipeline(source, (chunks: ArtifactSource) => writing.takeAll(chunks), { signal })
  return writing.position - at
}

/** One write is under way while the next is gathered, and at most one flush. */
class Writing {
  position: number
  readonly #handle: WritableFile
  #gathered: Uint8Array[] = []
  #size = 0
  #written: Promise<void> = Promise.resolve()
  #flushed: Promise<void> | undefined
  #unflushed = 0

  constructor(handle: WritableFile, at: number) {
    this.#handle = handle
    this.position = at
  }

  async takeAll(chunks: ArtifactSource): Promise<void> {
    try {
      for await (const chunk of chunks) {
        this.#gathered.push(chunk)
        this.#size += chunk.byteLength
        if (this.#size >= WRITE_BYTES) await this.#pass()
      }
      await this.#pass()
    } finally {
      // Nobody may close the file under a write. Its failure is thrown below, or an earlier one is on its way.
      await Promise.allSettled([this.#written, this.#flushed])
    }
    await this.#written
    // A failed flush is told once only; a later one would pass over the lost bytes.
    await this.#flushed
    await this.#handle.sync()
  }

  /** Waits for the write before, begins the next. */
  async #pass(): Promise<void> {
    await this.#written
    const [buffers, at, size] = [this.#gathered, this.position, this.#size]
    if (size === 0) return
    this.#written = writeAll(this.#handle, buffers, at, size)
    // Whoever waits for it throws it.
    this.#written.catch(() => {})
    this.#gathered = []
    this.#size = 0
    this.position += size
    this.#unflushed += size
    if (this.#unflushed >= FLUSH_BYTES) await this.#flush()
  }

  async #flush(): Promise<void> {
    await this.#flushed
    this.#unflushed = 0
    this.#flushed = this.#handle.datasync()
    this.#flushed.catch(() => {})
  }
}

async function writeAll(
  handle: WritableFile,
  buffers: Uint8Array[],
  at: number,
  size: number,
): Promise<void> {
  const { bytesWritten } = await handle.writev(buffers, at)
  countSpent(size)
  let rest = bytesWritten < size ? Buffer.concat(buffers).subarray(bytesWritten) : Buffer.alloc(0)
  while (rest.length > 0) {
    const more = await handle.write(rest, 0, rest.length, at + size - rest.length)
    rest = rest.subarray(more.bytesWritten)
  }
}
