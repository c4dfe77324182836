import type { Tick } from './frame.ts'
import { canBeDrawn, type Extent, extentOf, loosened, type Scale, ticksOf } from './scale.ts'

/** What stands behind each mark of a chart that is not a curve. */
export interface Item {
  id: string
  title: string
  color: string
}

/** An axis: a number of each item. */
export interface Dimension {
  title: string
  /** NaN where an item has none. */
  values: readonly number[]
  /** Words for the numbers 0, 1, 2 … where they are no numbers by themselves. */
  categories?: readonly string[] | undefined
}

const NOTHING: Extent = { min: 0, max: 1 }

/** A category has room on either side. */
export const dimensionExtent = ({ values, categories }: Dimension): Extent =>
  categories
    ? { min: -0.5, max: Math.max(categories.length, 1) - 0.5 }
    : loosened(extentOf(values) ?? NOTHING, false)

export const textOf = (
  { categories }: Dimension,
  value: number,
  format: (value: number) => string,
): string => (Number.isNaN(value) ? '–' : (categories?.[value] ?? format(value)))

/** Every category, or as many as there is room for. */
export function dimensionTicks(
  dimension: Dimension,
  scale: Scale,
  about: number,
  format: (value: number) => string,
): Tick[] {
  const { categories } = dimension
  if (!categories) return ticksOf(scale, about).map((at) => ({ at, text: format(at) }))
  const every = Math.max(1, Math.ceil(categories.length / about))
  return categories.flatMap((text, at) => (at % every === 0 ? [{ at, text }] : []))
}

/** Whether an item has a place in all of the dimensions. */
export const isPlaced = (index: number, dimensions: readonly Dimension[]): boolean =>
  dimensions.every(({ values }) => canBeDrawn(values[index] ?? Number.NaN, false))
