import { nameOf } from './name-of.ts'

/** What MLflow's `log_table` writes. */
export interface LoggedTable {
  columns: string[]
  data: unknown[][]
}

/** JSON that is such a table; a picture in a cell is told by its type. */
export function asLoggedTable(value: unknown): LoggedTable | undefined {
  if (typeof value !== 'object' || value === null || !('columns' in value) || !('data' in value))
    return undefined
  const { columns, data } = value
  if (!Array.isArray(columns) || columns.length === 0 || !Array.isArray(data)) return undefined
  if (!data.every((row) => Array.isArray(row) && row.length === columns.length)) return undefined
  return { columns: columns.map(String), data }
}

interface Picture {
  /** Paths below the artifacts, of the whole and of a smaller one. */
  filepath: string
  compressed_filepath?: string
}

export function asPicture(cell: unknown): Picture | undefined {
  if (typeof cell !== 'object' || cell === null || !('type' in cell) || cell.type !== 'image')
    return undefined
  return 'filepath' in cell && typeof cell.filepath === 'string' ? (cell as Picture) : undefined
}

export const pictureName = ({ filepath }: Picture): string => nameOf(filepath)

/** A cell as one line. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}
