import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { OutputChunk } from './backend.ts'

const PIECE = 64 << 10

/**
 * What is appended to files, as they grow; to their ends when `over` is done. A file need not be there at first.
 */
export async function* followFiles(
  paths: Readonly<Record<OutputChunk['stream'], string>>,
  over: Promise<unknown>,
  everyMs: number,
): AsyncGenerator<OutputChunk> {
  const files = Object.entries(paths).map(
    ([stream, path]) => new GrowingFile(stream as OutputChunk['stream'], path),
  )
  let done = false
  const ended = over.then(() => {
    done = true
  })
  try {
    for (;;) {
      const last = done
      for (const file of files) yield* file.rest()
      if (last) return
      await Promise.race([pause(everyMs), ended])
    }
  } finally {
    for (const file of files) await file.close()
  }
}

class GrowingFile {
  readonly #stream: OutputChunk['stream']
  readonly #path: string
  #handle: FileHandle | undefined

  constructor(stream: OutputChunk['stream'], path: string) {
    this.#stream = stream
    this.#path = path
  }

  /** What is there and was not read yet. */
  async *rest(): AsyncGenerator<OutputChunk> {
    this.#handle ??= await open(this.#path).catch(absent)
    if (!this.#handle) return
    for (;;) {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, null)
      if (bytesRead === 0) return
      yield { stream: this.#stream, bytes: buffer.subarray(0, bytesRead) }
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close()
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
