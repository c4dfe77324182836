import type { OutputChunk } from '../backends/backend.ts'

const KEPT_BYTES = 4096
const LINES = 5

/** The end of what a program writes to its standard error, however much that is. */
export class LastWords {
  #end: Buffer = Buffer.alloc(0)

  hear({ stream, bytes }: OutputChunk): void {
    if (stream === 'stderr') this.#end = Buffer.concat([this.#end, bytes]).subarray(-KEPT_BYTES)
  }

  /** Its last lines. */
  get lines(): string[] {
    return this.#end
      .toString()
      .trimEnd()
      .split('\n')
      .slice(-LINES)
      .filter((line) => line.trim() !== '')
  }
}
