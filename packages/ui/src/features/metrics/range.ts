import type { Extent } from '../../charts/scale.ts'

const DIGITS = 4

/** A range as it stands in the address: as exact as a drag of the mouse is. */
export function toRangeText({ min, max }: Extent): string {
  const unit = 10 ** (Math.floor(Math.log10(max - min)) - DIGITS)
  const digits = Math.max(0, -Math.log10(unit))
  const write = (value: number) =>
    Number((Math.round(value / unit) * unit).toFixed(Math.min(100, Math.round(digits))))
  return `${write(min)}..${write(max)}`
}

/** Anything else than two ascending numbers is no range. */
export function parseRange(text: string | undefined): Extent | undefined {
  const [min, max, ...rest] = (text ?? '')
    .split('..')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (min === undefined || max === undefined || rest.length > 0) return undefined
  return Number.isFinite(min) && Number.isFinite(max) && min < max ? { min, max } : undefined
}
