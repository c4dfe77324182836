/** Values and the pixels that they stand at. */
export interface Scale {
  readonly min: number
  readonly max: number
  readonly logarithmic: boolean
  at(value: number): number
  valueAt(pixel: number): number
}

export interface Extent {
  min: number
  max: number
}

/** The least and the greatest of the values that can be drawn; undefined where there are none. */
export function extentOf(values: Iterable<number>, logarithmic = false): Extent | undefined {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!canBeDrawn(value, logarithmic)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? { min, max } : undefined
}

/** NaN and infinities have no place, and a logarithmic scale none for zero and below. */
export const canBeDrawn = (value: number, logarithmic: boolean): boolean =>
  Number.isFinite(value) && (!logarithmic || value > 0)

export const together = (a: Extent | undefined, b: Extent | undefined): Extent | undefined =>
  a && b ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : (a ?? b)

/** With air around, and room where all values are one. */
export function loosened({ min, max }: Extent, logarithmic: boolean, share = 0.05): Extent {
  if (logarithmic) {
    const air = min === max ? 2 : (max / min) ** share
    return { min: min / air, max: Math.min(max * air, Number.MAX_VALUE) }
  }
  const air = max > min ? (max / 2 - min / 2) * 2 * share : Math.abs(max) * share || 1
  return { min: min - air, max: max + air }
}

export function makeScale({ min, max }: Extent, start: number, end: number, logarithmic = false): Scale {
  const to = logarithmic ? Math.log10 : (value: number) => value
  const back = logarithmic ? (value: number) => 10 ** value : (value: number) => value
  const first = to(min)
  // Halved, so that the distance from −1.7e308 to 1.7e308 is a number.
  const size = to(max) / 2 - first / 2 || 1
  return {
    min,
    max,
    logarithmic,
    at: (value) => start + ((to(value) / 2 - first / 2) / size) * (end - start),
    valueAt: (pixel) => back(first + ((pixel - start) / (end - start)) * size * 2),
  }
}

/** Round steps, each up to where the next is nearer. */
const NICE = [
  [1, Math.sqrt(2)],
  [2, Math.sqrt(10)],
  [5, Math.sqrt(50)],
] as const

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return (NICE.find(([, end]) => rough / power < end)?.[0] ?? 10) * power
}

function multiples(min: number, max: number, step: number): number[] {
  const first = Math.ceil(min / step - 1e-9)
  const count = Math.floor(max / step + 1e-9) - first + 1
  // Multiplied anew each time: a sum would gather errors.
  return Array.from({ length: Math.min(Math.max(count, 0), 50) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  )
}

const LOG_STEPS = [[1], [1, 3], [1, 2, 5]]

/** About so many values at which an axis has its marks. */
export function ticksOf({ min, max, logarithmic }: Scale, about: number): number[] {
  if (!(max > min)) return [min]
  const decades = Math.log10(max / min)
  if (!logarithmic || decades < 1) return multiples(min, max, niceStep(max / about - min / about || 1))
  const every = Math.max(1, Math.ceil(decades / about))
  const within = LOG_STEPS.findLast((steps) => every === 1 && steps.length * decades <= about) ?? [1]
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power += every)
    for (const step of within) ticks.push(Number((step * 10 ** power).toPrecision(12)))
  return ticks.filter((tick) => tick >= min && tick <= max)
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90].map((n) => n * DAY),
]

/** The same for milliseconds; `offset` is that of the reader's clock, so that days start at midnight. */
export function timeTicksOf({ min, max }: Scale, about: number, offset = 0): number[] {
  const rough = max / about - min / about
  const step = rough < SECOND ? niceStep(rough || 1) : TIME_STEPS.find((step) => step >= rough / Math.SQRT2)
  return multiples(min - offset, max - offset, step ?? niceStep(rough / DAY) * DAY).map(
    (tick) => tick + offset,
  )
}
