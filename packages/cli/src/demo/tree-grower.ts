import type { Tree } from '../../demo/model/index.js'
import type { Matrix } from './encode.ts'

const MOST_BINS = 24
const SMALLEST_LEAF = 12
/** Draws the values of small leaves to 0. */
const SHRINK = 1
/** What a histogram keeps of a bin: sum of slopes, sum of bends, rows. */
const KEPT = 3

/** Grows trees of small depth on histograms. */
export class TreeGrower {
  readonly #width: number
  readonly #learningRate: number
  /** Of each feature, what at most belongs to a bin. */
  readonly #edges: number[][]
  readonly #bins: Uint8Array
  readonly #slope: Float64Array
  readonly #bend: Float64Array
  readonly #histogram: Float64Array

  constructor({ rows, width, data }: Matrix, learningRate: number) {
    this.#width = width
    this.#learningRate = learningRate
    this.#edges = Array.from({ length: width }, (_, feature) =>
      edgesOf(Array.from({ length: rows }, (_, row) => data[row * width + feature] as number)),
    )
    this.#bins = Uint8Array.from(data, (value, at) =>
      (this.#edges[at % width] as number[]).findIndex((edge) => value <= edge),
    )
    this.#slope = new Float64Array(rows)
    this.#bend = new Float64Array(rows)
    this.#histogram = new Float64Array(width * MOST_BINS * KEPT)
  }

  /** Where the loss leads from here: its first and second derivative by each row's sum. */
  weigh(bad: Uint8Array, sums: Float64Array): void {
    for (let row = 0; row < sums.length; row++) {
      const chance = 1 / (1 + Math.exp(-(sums[row] as number)))
      this.#slope[row] = (bad[row] as number) - chance
      this.#bend[row] = chance * (1 - chance)
    }
  }

  grow(rows: Uint32Array, depth: number): Tree {
    const split = depth > 0 && rows.length >= 2 * SMALLEST_LEAF ? this.#bestSplit(rows) : undefined
    if (split === undefined) return { value: this.#valueOf(rows) }
    const { feature, bin } = split
    const isLeft = (row: number) => (this.#bins[row * this.#width + feature] as number) <= bin
    return {
      feature,
      at: this.#edges[feature]?.[bin] ?? 0,
      left: this.grow(rows.filter(isLeft), depth - 1),
      right: this.grow(
        rows.filter((row) => !isLeft(row)),
        depth - 1,
      ),
    }
  }

  #valueOf(rows: Uint32Array): number {
    const { slope, bend } = this.#sum(rows)
    return (this.#learningRate * slope) / (bend + SHRINK)
  }

  #sum(rows: Uint32Array): { slope: number; bend: number } {
    let [slope, bend] = [0, 0]
    for (const row of rows) {
      slope += this.#slope[row] as number
      bend += this.#bend[row] as number
    }
    return { slope, bend }
  }

  #bestSplit(rows: Uint32Array): { feature: number; bin: number } | undefined {
    this.#count(rows)
    const histogram = this.#histogram
    const total = this.#sum(rows)
    const whole = total.slope ** 2 / (total.bend + SHRINK)
    let best: { feature: number; bin: number } | undefined
    let gain = 1e-6
    for (let feature = 0; feature < this.#width; feature++) {
      let [slope, bend, count] = [0, 0, 0]
      for (let bin = 0; bin < (this.#edges[feature]?.length ?? 0) - 1; bin++) {
        const at = (feature * MOST_BINS + bin) * KEPT
        slope += histogram[at] as number
        bend += histogram[at + 1] as number
        count += histogram[at + 2] as number
        if (count < SMALLEST_LEAF || rows.length - count < SMALLEST_LEAF) continue
        const right = (total.slope - slope) ** 2 / (total.bend - bend + SHRINK)
        const found = slope ** 2 / (bend + SHRINK) + right - whole
        if (found <= gain) continue
        gain = found
        best = { feature, bin }
      }
    }
    return best
  }

  #count(rows: Uint32Array): void {
    const histogram = this.#histogram.fill(0)
    const [bins, width] = [this.#bins, this.#width]
    for (const row of rows) {
      const slope = this.#slope[row] as number
      const bend = this.#bend[row] as number
      for (let feature = 0; feature < width; feature++) {
        const at = (feature * MOST_BINS + (bins[row * width + feature] as number)) * KEPT
        histogram[at] = (histogram[at] as number) + slope
        histogram[at + 1] = (histogram[at + 1] as number) + bend
        histogram[at + 2] = (histogram[at + 2] as number) + 1
      }
    }
  }
}

function edgesOf(values: number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  if (sorted.length <= MOST_BINS) return sorted
  return Array.from({ length: MOST_BINS }, (_, bin) => {
    const last = Math.ceil(((bin + 1) * sorted.length) / MOST_BINS) - 1
    return sorted[last] ?? 0
  })
}
