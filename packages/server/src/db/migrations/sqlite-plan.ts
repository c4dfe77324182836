import type { TablePlan } from './database.ts'
import { DROPPED_COLUMNS, RENAMED_COLUMNS } from './history.ts'
import { type Difference, differences } from './shape.ts'
import type { SqliteObject, SqliteSchema, SqliteTable } from './sqlite-shape.ts'

/**
 * The statements that make a database's tables those of the target. SQLite changes a table by making it anew: rows are copied
 * by the names of their columns. Tables that are right stay as they are, however many rows they have.
 */
export function planSqliteTables(is: SqliteSchema, target: SqliteSchema): TablePlan {
  const wrong = differences(is.shape, target.shape)
  const rebuilt = new Set(wrong.filter(changesTable).map(({ table }) => table))
  const stale = wrong.filter(({ part, is }) => isObject(part) && is !== undefined)
  const stays = is.objects.filter(({ name }) => !stale.some((gone) => gone.name === name))
  return {
    before: [
      ...stale
        .filter(({ table }) => !rebuilt.has(table))
        .map(({ part, name }) => `DROP ${part.toUpperCase()} "${name}"`),
      ...wrong.filter(({ part }) => part === 'table').map(({ name }) => tableOf(target, name).sql),
      ...[...rebuilt].flatMap((name) => rebuild(name, tableOf(is, name), tableOf(target, name))),
    ],
    after: [...droppedColumns(is), ...objectsToMake({ target, wrong, rebuilt, stays }).map(({ sql }) => sql)],
  }
}

function isObject(part: Difference['part']): boolean {
  return part === 'index' || part === 'trigger'
}

/** A column that goes is dropped later, when its contents have moved. */
function changesTable({ part, must }: Difference): boolean {
  return (part === 'column' && must !== undefined) || part === 'constraint'
}

function tableOf(schema: SqliteSchema, name: string): SqliteTable {
  const table = schema.tables.get(name)
  if (table === undefined) throw new Error(`no table ${name}`)
  return table
}

function rebuild(name: string, is: SqliteTable, target: SqliteTable): string[] {
  const fresh = `"millrace_new_${name}"`
  const copied = copiedColumns(name, is, target)
  const known = new Set(copied.map(([, to]) => to))
  const others = is.columns.filter((column) => !column.generated && !known.has(renamed(name, column.name)))
  const names = (index: 0 | 1) =>
    [...copied.map((pair) => pair[index]), ...others.map((column) => column.name)].map(quoted).join(', ')
  return [
    target.sql.replace(/^CREATE TABLE \S+/i, `CREATE TABLE ${fresh}`),
    ...others.map((column) => `ALTER TABLE ${fresh} ADD COLUMN ${quoted(column.name)} ${column.type}`),
    `INSERT INTO ${fresh} (${names(1)}) SELECT ${names(0)} FROM ${quoted(name)}`,
    `DROP TABLE ${quoted(name)}`,
    `ALTER TABLE ${fresh} RENAME TO ${quoted(name)}`,
  ]
}

/** Names before and after, of the columns that both have. */
function copiedColumns(table: string, is: SqliteTable, target: SqliteTable): [string, string][] {
  const wanted = new Set(target.columns.filter(({ generated }) => !generated).map(({ name }) => name))
  return is.columns
    .filter(({ generated }) => !generated)
    .map(({ name }): [string, string] => [name, renamed(table, name)])
    .filter(([, to]) => wanted.has(to))
}

function renamed(table: string, column: string): string {
  return RENAMED_COLUMNS[table]?.[column] ?? column
}

function droppedColumns(is: SqliteSchema): string[] {
  return Object.entries(DROPPED_COLUMNS).flatMap(([table, columns]) =>
    columns
      .filter((column) => is.shape.get(table)?.column.has(column))
      .map((column) => `ALTER TABLE ${quoted(table)} DROP COLUMN ${quoted(column)}`),
  )
}

/** Indexes and triggers that are missing, and all of tables made anew: also those that somebody else put there. */
function objectsToMake(options: {
  readonly target: SqliteSchema
  readonly wrong: readonly Difference[]
  readonly rebuilt: ReadonlySet<string>
  readonly stays: readonly SqliteObject[]
}): SqliteObject[] {
  const { target, wrong, rebuilt, stays } = options
  const fresh = new Set(wrong.filter(({ part }) => part === 'table').map(({ name }) => name))
  const missing = new Set(
    wrong.filter(({ part, must }) => isObject(part) && must !== undefined).map(({ name }) => name),
  )
  const wanted = target.objects.filter(
    ({ name, table }) => missing.has(name) || fresh.has(table) || rebuilt.has(table),
  )
  const names = new Set(target.objects.map(({ name }) => name))
  return [...wanted, ...stays.filter(({ name, table }) => rebuilt.has(table) && !names.has(name))]
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
