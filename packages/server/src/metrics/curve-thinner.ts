/** Points in the order of their places; values may be NaN or infinite. */
export interface Points {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** A curve as a screen can show it. */
export interface ThinCurve {
  /** How many points the part has, its neighbours among them. */
  count: number
  x: number[]
  y: number[]
  /** The moving average at each point, taken over all points there are. */
  s: number[]
}

export interface Thinning {
  /** The part of the axis, its ends included. */
  readonly from: number
  readonly to: number
  /** How many points that part has. */
  readonly count: number
  /** About the most that are kept. */
  readonly most: number
  /** How much of each average comes from the values before it, from 0 up to 1. */
  readonly weight: number
}

interface Point {
  readonly x: number
  readonly y: number
  readonly s: number
}

/**
 * Thins a curve while its points pass by, so that none need be held. Of each run of neighbours stay the lowest and the
 * highest, so that no peak is lost, and one that is not finite; the first and the last of all, and a neighbour on either
 * side of the part: lines go on beyond what is shown.
 */
export class CurveThinner {
  readonly #thinning: Thinning
  /** Points of a group of neighbours; 0 where all are kept. */
  readonly #groupSize: number
  readonly #kept: Point[] = []
  readonly #average: MovingAverage
  #before: Point | undefined
  #after: Point | undefined
  #seen = 0
  #lowest: Point | undefined
  #highest: Point | undefined
  #odd: Point | undefined

  constructor(thinning: Thinning) {
    this.#thinning = thinning
    this.#average = new MovingAverage(thinning.weight)
    const groups = Math.max(1, Math.floor(thinning.most / 2) - 1)
    this.#groupSize = thinning.count <= thinning.most ? 0 : thinning.count / groups
  }

  /** @returns the moving average there. */
  add(x: number, y: number): number {
    const s = this.#average.add(y)
    const point = { x, y, s }
    if (x < this.#thinning.from) this.#before = point
    else if (x > this.#thinning.to) this.#after ??= point
    else this.#addToPart(point)
    return s
  }

  #addToPart(point: Point): void {
    const nth = this.#seen++
    if (this.#groupSize === 0 || nth === 0 || nth === this.#thinning.count - 1) {
      this.#endGroup()
      this.#kept.push(point)
      return
    }
    const group = Math.floor(nth / this.#groupSize)
    if (group !== Math.floor((nth - 1) / this.#groupSize)) this.#endGroup()
    if (!Number.isFinite(point.y)) this.#odd ??= point
    else {
      if (!this.#lowest || point.y < this.#lowest.y) this.#lowest = point
      if (!this.#highest || point.y > this.#highest.y) this.#highest = point
    }
  }

  #endGroup(): void {
    const points = new Set([this.#lowest, this.#highest, this.#odd].filter((point) => point !== undefined))
    this.#kept.push(...[...points].sort((a, b) => a.x - b.x))
    this.#lowest = this.#highest = this.#odd = undefined
  }

  finish(): ThinCurve {
    this.#endGroup()
    const points = [this.#before, ...this.#kept, this.#after].filter((point) => point !== undefined)
    return {
      count: this.#seen + points.length - this.#kept.length,
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      s: points.map(({ s }) => s),
    }
  }
}

/** The first values are not pulled to zero, and what is not finite is left as it is and passed over. */
export class MovingAverage {
  readonly #weight: number
  #average = 0
  #share = 0

  constructor(weight: number) {
    this.#weight = weight
  }

  add(value: number): number {
    if (!Number.isFinite(value)) return value
    this.#average = this.#weight * this.#average + (1 - this.#weight) * value
    this.#share = this.#weight * this.#share + (1 - this.#weight)
    return this.#average / this.#share
  }
}

/** Infinities are stored as the largest doubles. */
const STORED_INFINITY = Number.MAX_VALUE

/** A value as clients know it. */
export function toValue({ value, is_nan }: { value: number; is_nan: number | boolean }): number {
  if (is_nan) return Number.NaN
  return Math.abs(value) === STORED_INFINITY ? value * 2 : value
}

/** Reads `place,value,place,value …`, JSON without its brackets, and puts it in order. Places beyond 2^53 are rounded: a screen has no room for them. */
export function readPoints(text: string): Points {
  const numbers = JSON.parse(`[${text}]`) as (number | 'NaN')[]
  const x: number[] = []
  const y: number[] = []
  for (let at = 0; at < numbers.length; at += 2) {
    const value = Number(numbers[at + 1])
    x.push(numbers[at] as number)
    y.push(Math.abs(value) === STORED_INFINITY ? value * 2 : value)
  }
  return inOrder({ x, y })
}

/** An index mostly gives them in order. Those of one place stay as they are. */
function inOrder({ x, y }: Points): Points {
  if (x.every((at, i) => i === 0 || (x[i - 1] as number) <= at)) return { x, y }
  const order = x.map((_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number))
  return { x: order.map((i) => x[i] as number), y: order.map((i) => y[i] as number) }
}
