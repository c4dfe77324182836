import { invalidParameter, MlflowError } from '@millrace/contract'
import type { ArtifactSource } from './repository.ts'

const NOTHING = new Uint8Array()

/** The body of a part that must be `length` bytes long, taken piece by piece. */
export class PartBody {
  readonly #length: number
  readonly #source: AsyncIterator<Uint8Array>
  readonly #superseded: AbortSignal
  #giveUp: (reason: MlflowError) => void = () => {}
  #rest: Uint8Array = NOTHING

  /** @param superseded ends a body that nothing comes of any more */
  constructor(length: number, source: ArtifactSource, superseded: AbortSignal) {
    this.#length = length
    this.#source = source[Symbol.asyncIterator]()
    this.#superseded = superseded
    superseded.addEventListener('abort', () => this.#giveUp(gone()), { once: true })
  }

  /** The next `count` bytes. */
  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (this.#rest.byteLength === 0) this.#rest = (await this.#next()) ?? this.#wrongLength()
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.byteLength)
      left -= piece.byteLength
      yield piece
    }
  }

  /** Nothing may be left. A body whose checksum is wrong says so at its end only. */
  async end(): Promise<void> {
    while (this.#rest.byteLength === 0) {
      const chunk = await this.#next()
      if (chunk === undefined) return
      this.#rest = chunk
    }
    this.#wrongLength()
  }

  /** Not waited for: an iterator that hangs would never say that it is done. */
  letGo(): void {
    this.#source.return?.().catch(() => {})
  }

  /** A race with one promise for all would keep every chunk until the end. */
  #next(): Promise<Uint8Array | undefined> {
    if (this.#superseded.aborted) throw gone()
    return new Promise((resolve, reject) => {
      this.#giveUp = reject
      this.#source.next().then(({ done, value }) => resolve(done ? undefined : value), reject)
    })
  }

  #wrongLength(): never {
    throw invalidParameter(`The part is not ${this.#length} bytes long.`)
  }
}

function gone(): MlflowError {
  return new MlflowError('TEMPORARILY_UNAVAILABLE', 'Another request has taken the place of this part’s.')
}
