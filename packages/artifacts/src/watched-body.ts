import type { ArtifactSource } from './repository.ts'

/** Counts bytes, and remembers whether it was the body that broke and not the store. */
export class WatchedBody {
  bytes = 0
  error: unknown
  readonly #source: ArtifactSource

  constructor(source: ArtifactSource) {
    this.#source = source
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#source) {
        this.bytes += chunk.byteLength
        yield chunk
      }
    } catch (error) {
      this.error = error
      throw error
    }
  }
}
