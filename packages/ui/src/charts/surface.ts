export interface Known {
  /** 0 to 1 across the chart. */
  x: number
  y: number
  value: number
}

/** How much more a near point counts than one twice as far. */
const POWER = 3

/** What lies between known points: the mean of all, the nearer the more. */
export function surfaceAt(known: readonly Known[], x: number, y: number): number {
  let sum = 0
  let weights = 0
  for (const point of known) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2
    if (distance < 1e-12) return point.value
    const weight = distance ** (-POWER / 2)
    sum += weight * point.value
    weights += weight
  }
  return sum / weights
}
