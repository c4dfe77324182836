import type { ByteSink } from './byte-sink.ts'

/** Points in one block; its columns are 112 KB. */
const BLOCK_POINTS = 4096
/** So many empty blocks are kept for the next points; a training that logs all the time makes no garbage of them. */
const SPARE_BLOCKS = 50

const encoder = new TextEncoder()

/** What the points of a series have in common, as JSON up to the value: `{"key":"loss","value":`. */
export type Series = string

interface Block {
  readonly series: Uint32Array
  readonly values: Float64Array
  readonly timestamps: Float64Array
  readonly steps: Float64Array
  /** The points from `from` up to `to` are waiting. */
  from: number
  to: number
}

/**
 * Points that wait to be sent, oldest first, in columns of numbers: 28 bytes a point whatever it is called, and nothing for
 * the garbage collector in the loop that logs.
 */
export class PointQueue {
  readonly #names = new Map<Series, number>()
  readonly #series: Uint8Array[] = []
  readonly #blocks: Block[] = [newBlock()]
  readonly #spare: Block[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  push(series: Series, value: number, timestamp: number, step: number): void {
    let block = this.#blocks[this.#blocks.length - 1] as Block
    if (block.to === BLOCK_POINTS) {
      block = this.#spare.pop() ?? newBlock()
      this.#blocks.push(block)
    }
    const at = block.to++
    block.series[at] = this.#numberOf(series)
    block.values[at] = value
    block.timestamps[at] = timestamp
    block.steps[at] = step
    this.#length++
  }

  /** Takes up to `count` points off, and writes them as the members of a JSON array. @returns how many */
  take(count: number, sink: ByteSink): number {
    let taken = 0
    while (taken < count && this.#length > 0) {
      const block = this.#blocks[0] as Block
      const until = Math.min(block.to, block.from + count - taken)
      for (let i = block.from; i < until; i++) {
        if (taken++ > 0) sink.addAscii(',')
        this.#write(block, i, sink)
      }
      this.#length -= until - block.from
      block.from = until
      if (block.from === BLOCK_POINTS || this.#length === 0) this.#release(block)
    }
    return taken
  }

  #write(block: Block, at: number, sink: ByteSink): void {
    sink.addBytes(this.#series[block.series[at] as number] as Uint8Array)
    sink.addAscii(doubleText(block.values[at] as number))
    sink.addAscii(',"timestamp":')
    sink.addInteger(block.timestamps[at] as number)
    sink.addAscii(',"step":')
    sink.addInteger(block.steps[at] as number)
    sink.addAscii('}')
  }

  #numberOf(series: Series): number {
    const known = this.#names.get(series)
    if (known !== undefined) return known
    const number = this.#series.push(encoder.encode(series)) - 1
    this.#names.set(series, number)
    return number
  }

  #release(block: Block): void {
    block.from = 0
    block.to = 0
    if (this.#blocks.length === 1) return
    this.#blocks.shift()
    if (this.#spare.length < SPARE_BLOCKS) this.#spare.push(block)
  }
}

function newBlock(): Block {
  return {
    series: new Uint32Array(BLOCK_POINTS),
    values: new Float64Array(BLOCK_POINTS),
    timestamps: new Float64Array(BLOCK_POINTS),
    steps: new Float64Array(BLOCK_POINTS),
    from: 0,
    to: 0,
  }
}

/**
 * A double as the wire writes it: JSON has no NaN and no infinities. `String` would keep its texts in V8's own cache, just long
 * enough to make them garbage of the old kind.
 */
export function doubleText(value: number): string {
  if (Number.isFinite(value)) return JSON.stringify(value)
  if (Number.isNaN(value)) return '"NaN"'
  return value > 0 ? '"Infinity"' : '"-Infinity"'
}
