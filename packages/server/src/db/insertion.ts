import type { Tables } from './generated/tables.ts'

type Column<T extends keyof Tables> = keyof Tables[T] & string

/** What happens to a row whose key is there already; without it that is an error. */
type Conflict<C extends string = string> =
  /** The row that is there stays. */
  | 'keep'
  /** Likewise, but hardly ever is one there: what is quicker where every row is new is tried first. */
  | 'keep, if ever'
  /** These columns take the new values, where `ifLater` is given only if those columns, in turn, are larger than before. */
  | { readonly on: readonly C[]; readonly replace: readonly C[]; readonly ifLater?: readonly C[] }

/** An insert of one row or many, as data: each database writes many in its own fastest way. */
export interface Insertion<Row extends object> {
  readonly table: keyof Tables
  readonly columns: readonly { readonly column: string; readonly member: keyof Row & string }[]
  /** Columns that are the same in every row. */
  readonly fixed: readonly { readonly column: string; readonly value: string | number | null }[]
  readonly conflict: Conflict | undefined
  /** The key that the database counts, if it does. */
  readonly counted: string | undefined
}

interface Parts<T extends keyof Tables, Row> {
  /** The member of a row that each column takes. */
  readonly columns: { readonly [C in Column<T>]?: keyof Row & string }
  readonly fixed?: { readonly [C in Column<T>]?: string | number | null }
  readonly conflict?: Conflict<Column<T>>
  readonly counted?: Column<T>
}

/**
 * Declares an insertion.
 * @example insertion<Pair>()('tags', { columns: { run_uuid: 'run_id', key: 'key', value: 'value' }, conflict: 'keep' })
 */
export function insertion<Row extends object>() {
  return <T extends keyof Tables>(
    table: T,
    { columns, fixed = {}, conflict, counted }: Parts<T, Row>,
  ): Insertion<Row> => ({
    table,
    columns: Object.entries(columns).map(([column, member]) => ({
      column,
      member: member as keyof Row & string,
    })),
    fixed: Object.entries(fixed).map(([column, value]) => ({
      column,
      value: value as string | number | null,
    })),
    conflict,
    counted,
  })
}

/** The values of a row in the order of the columns. */
export function valuesOf<Row extends object>({ columns }: Insertion<Row>, row: Row): unknown[] {
  return columns.map(({ member }) => row[member])
}

/** Of rows with the same identity the last one: a replacing insertion takes each key once. */
export function lastOfEach<Row>(rows: readonly Row[], identity: (row: Row) => string): readonly Row[] {
  if (rows.length === 1) return rows
  const byIdentity = new Map(rows.map((row) => [identity(row), row]))
  return byIdentity.size === rows.length ? rows : [...byIdentity.values()]
}
