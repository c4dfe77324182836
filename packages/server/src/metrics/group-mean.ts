/** The mean of some curves, and how far they reach below and above it. */
export interface MeanCurve {
  x: number[]
  y: number[]
  low: number[]
  high: number[]
}

const PLACES = 200

/**
 * The mean of curves that pass by one after the other, point by point. They have their points at places of their own, so
 * each is read between its points, at evenly spread places; before its start and past its end there is nothing of it.
 */
export class GroupMean {
  readonly #places: readonly number[]
  readonly #sums: Float64Array
  readonly #counts: Uint32Array
  readonly #lows: Float64Array
  readonly #highs: Float64Array

  /** @param min and @param max are the ends of the part of the axis that the curves reach over together. */
  constructor(min: number, max: number) {
    const count = max > min ? PLACES : 1
    // The last one is the end itself, which counting up to it may miss by a rounding.
    this.#places = Array.from({ length: count }, (_, i) =>
      i === count - 1 ? max : min + ((max - min) * i) / (PLACES - 1),
    )
    this.#sums = new Float64Array(count)
    this.#counts = new Uint32Array(count)
    this.#lows = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
    this.#highs = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  }

  /** Reads one curve; the function takes its points in their order, and passes over what is not finite. */
  reader(): (x: number, y: number) => void {
    let next = 0
    let before: { x: number; y: number } | undefined
    return (x, y) => {
      if (!Number.isFinite(y)) return
      // Places before the first point are none of this curve's.
      while (!before && next < this.#places.length && (this.#places[next] as number) < x) next++
      for (; next < this.#places.length && (this.#places[next] as number) <= x; next++) {
        const at = this.#places[next] as number
        const isBetween = before !== undefined && at < x && x > before.x
        this.#take(
          next,
          isBetween && before ? before.y + ((y - before.y) * (at - before.x)) / (x - before.x) : y,
        )
      }
      before = { x, y }
    }
  }

  #take(place: number, value: number): void {
    this.#sums[place] = (this.#sums[place] as number) + value
    this.#counts[place] = (this.#counts[place] as number) + 1
    this.#lows[place] = Math.min(this.#lows[place] as number, value)
    this.#highs[place] = Math.max(this.#highs[place] as number, value)
  }

  finish(): MeanCurve {
    const taken = this.#places.map((_, i) => i).filter((i) => (this.#counts[i] as number) > 0)
    const at = (values: ArrayLike<number>) => taken.map((i) => values[i] as number)
    return {
      x: at(this.#places),
      y: taken.map((i) => (this.#sums[i] as number) / (this.#counts[i] as number)),
      low: at(this.#lows),
      high: at(this.#highs),
    }
  }
}
