import type { Dimension } from '../../charts/dimension.ts'
import type { ValueRow } from './compared-values.ts'

export const columnId = ({ kind, key }: ValueRow): string => `${kind}.${key}`

/** Rows that can be an axis: those in which runs differ first. */
export function axisRows(rows: readonly ValueRow[]): ValueRow[] {
  return rows.filter(({ kind }) => kind !== 'tags').toSorted((a, b) => Number(b.differs) - Number(a.differs))
}

const isNumeric = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))

/** Numbers are themselves; a row with any other text in it is one of categories, in alphabetic order. */
export function toDimension({ key, cells }: ValueRow): Dimension {
  const texts = cells.filter((cell) => typeof cell === 'string')
  if (texts.every(isNumeric))
    return { title: key, values: cells.map((cell) => (cell === undefined ? Number.NaN : Number(cell))) }
  const categories = [...new Set(texts)].sort((a, b) => a.localeCompare(b))
  return {
    title: key,
    values: cells.map((cell) => (cell === undefined ? Number.NaN : categories.indexOf(String(cell)))),
    categories,
  }
}

/** The dimension of a column that the address names; else of one that comes of itself. */
export function dimensionOf(
  rows: readonly ValueRow[],
  id: string | undefined,
  otherwise: ValueRow | undefined,
) {
  const row = rows.find((row) => columnId(row) === id) ?? otherwise
  return row && { id: columnId(row), dimension: toDimension(row) }
}

/** What parallel axes show by themselves: parameters that differ, then metrics. */
export function defaultAxes(rows: readonly ValueRow[], most: number): ValueRow[] {
  const differing = rows.filter(({ differs }) => differs)
  const params = differing.filter(({ kind }) => kind === 'params').slice(0, most - 2)
  const metrics = differing.filter(({ kind, key }) => kind === 'metrics' && !key.startsWith('system/'))
  return [...params, ...metrics.slice(0, most - params.length)]
}
