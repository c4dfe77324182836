import type { MetricCurve } from '@millrace/contract'

/** The first place's distance from where the axis begins, then the distance of each from the one before. */
export function distances(x: readonly number[], origin: number): number[] {
  let before = origin
  return x.map((at) => {
    const distance = at - before
    before = at
    return distance
  })
}

/** A curve has at least so many significant digits, and so many steps between its lowest and its highest point. */
const DIGITS = 6
const STEPS_POWER = 4
const MOST_DIGITS = 17

/** Rounds values to what can be told apart in a chart of all of them. */
export function rounding(y: readonly number[]): (value: number) => MetricCurve['y'][number] {
  const finite = y.filter(Number.isFinite)
  const spread =
    finite.reduce((a, b) => Math.max(a, b), -Infinity) - finite.reduce((a, b) => Math.min(a, b), Infinity)
  const decimals = spread > 0 ? STEPS_POWER - power(spread) : 0
  return (value) => {
    if (!Number.isFinite(value)) return String(value) as 'NaN' | 'Infinity' | '-Infinity'
    const digits = value === 0 ? DIGITS : power(Math.abs(value)) + 1 + decimals
    return Number(value.toPrecision(Math.min(Math.max(digits, DIGITS), MOST_DIGITS)))
  }
}

const power = (size: number) => Math.floor(Math.log10(size))
