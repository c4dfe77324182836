import { InvalidValueError } from '../errors.ts'

/** Rows, or columns by name. */
export type Table =
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, readonly unknown[]>>

/** A table as pandas writes it with `orient="split"`; MLflow's page shows files of this shape as tables. */
export interface SplitTable {
  readonly columns: readonly string[]
  readonly data: readonly (readonly unknown[])[]
}

/** @throws InvalidValueError where the columns are of different lengths */
export function toSplit(table: Table): SplitTable {
  if (Array.isArray(table)) return ofRows(table as readonly Readonly<Record<string, unknown>>[])
  const columns = Object.keys(table)
  const byColumn = Object.values(table) as readonly (readonly unknown[])[]
  const length = byColumn[0]?.length ?? 0
  if (byColumn.some((column) => column.length !== length)) {
    throw new InvalidValueError('The columns of a table must have the same length.')
  }
  const data = Array.from({ length }, (_, row) => byColumn.map((column) => column[row] ?? null))
  return { columns, data }
}

function ofRows(rows: readonly Readonly<Record<string, unknown>>[]): SplitTable {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { columns, data: rows.map((row) => columns.map((column) => row[column] ?? null)) }
}

/** One table under another; a column that only one of them has is empty in the other. */
export function joinTables(first: SplitTable, second: SplitTable): SplitTable {
  const columns = [...new Set([...first.columns, ...second.columns])]
  return { columns, data: [first, second].flatMap((table) => spread(table, columns)) }
}

function spread({ columns, data }: SplitTable, wanted: readonly string[]): unknown[][] {
  const places = wanted.map((column) => columns.indexOf(column))
  return data.map((row) => places.map((place) => row[place] ?? null))
}

/** Tells a table from what else may lie under its name. */
export function isSplit(value: unknown): value is SplitTable {
  const { columns, data } = (value ?? {}) as Partial<SplitTable>
  return Array.isArray(columns) && Array.isArray(data)
}
