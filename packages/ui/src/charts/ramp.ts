/** Dark to bright; told apart by those who see no colours, too. */
const STOPS = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const

/** @param share of the way from the least to the greatest, 0 to 1. */
export function rampColor(share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (STOPS.length - 1)
  const at = Math.min(Math.floor(place), STOPS.length - 2)
  const [from, to] = [STOPS[at] ?? STOPS[0], STOPS[at + 1] ?? STOPS[0]]
  const mixed = from.map((part, i) => Math.round(part + ((to[i] ?? part) - part) * (place - at)))
  return `rgb(${mixed.join(' ')})`
}

export const shareOf = (value: number, { min, max }: { min: number; max: number }): number =>
  max > min ? (value - min) / (max - min) : 0.5
