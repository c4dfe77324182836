import type { Insertion } from './insertion.ts'

/** `INSERT … <source> …` in the words that SQLite and PostgreSQL share; `source` gives the columns that vary. */
export function insertSql<Row extends object>(insertion: Insertion<Row>, source: string): string {
  return `${plainInsertSql(insertion, source)}${onConflict(insertion)}`
}

/** The same, where a row that is there already is an error. */
export function plainInsertSql<Row extends object>(insertion: Insertion<Row>, source: string): string {
  const names = [...insertion.columns, ...insertion.fixed].map(({ column }) => quoted(column))
  return `insert into ${quoted(insertion.table)} (${names.join(', ')}) ${source}`
}

/** The fixed columns as SQL literals; they are constants of the code, never a user's text. */
export function fixedValues<Row extends object>({ fixed }: Insertion<Row>): string[] {
  return fixed.map(({ value }) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value),
  )
}

function onConflict<Row extends object>({ table, conflict }: Insertion<Row>): string {
  if (conflict === undefined) return ''
  if (typeof conflict === 'string') return ' on conflict do nothing'
  const { on, replace, ifLater } = conflict
  const sets = replace.map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
  const old = (of: string) => ifLater?.map((column) => `${of}.${quoted(column)}`).join(', ')
  const condition = ifLater ? ` where (${old('excluded')}) > (${old(quoted(table))})` : ''
  return ` on conflict (${on.map(quoted).join(', ')}) do update set ${sets.join(', ')}${condition}`
}

export function quoted(name: string): string {
  return `"${name}"`
}
