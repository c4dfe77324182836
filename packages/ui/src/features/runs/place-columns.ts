import { type ColumnChoice, inOrder } from './arrange-columns.ts'
import { type Column, parseColumn } from './columns.ts'

/** A column where it stands in the table. */
export interface PlacedColumn extends Column {
  /** Of a pinned column, how far it stays from the right edge of the names, in pixels. */
  pinnedAt?: number
}

export function placeColumns(choice: ColumnChoice): PlacedColumn[] {
  let pinnedAt = 0
  return inOrder(choice)
    .map(parseColumn)
    .filter((column) => column !== undefined)
    .map((column) => {
      if (!choice.pin.includes(column.id)) return column
      const placed = { ...column, pinnedAt }
      pinnedAt += column.width
      return placed
    })
}

/** The widths of the row's grid; names have the first place. */
export const gridTemplate = (columns: Column[]): string =>
  `var(--name-width) ${columns.map(({ width }) => `${width}px`).join(' ')} 1fr`

export const pinStyle = ({ pinnedAt }: PlacedColumn) =>
  pinnedAt === undefined ? undefined : { left: `calc(var(--name-width) + ${pinnedAt}px)` }
