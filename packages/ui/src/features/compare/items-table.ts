import { type Dimension, type Item, textOf } from '../../charts/dimension.ts'
import type { ChartTable } from '../../charts/download.ts'

/** A line of each item with its place in every dimension. */
export const itemsTable = (
  head: string,
  items: readonly Item[],
  dimensions: readonly Dimension[],
  format: (value: number) => string,
): ChartTable => ({
  head: [head, ...dimensions.map(({ title }) => title)],
  rows: items.map(({ title }, at) => [
    title,
    ...dimensions.map((dimension) => textOf(dimension, dimension.values[at] ?? Number.NaN, format)),
  ]),
})
