import BetterSqlite3 from 'better-sqlite3'
import { SQLITE_SCHEMA } from '../generated/sqlite-schema.ts'
import type { SqliteHandle } from '../sqlite.ts'
import type { Shape, TableShape } from './shape.ts'

interface SqliteColumn {
  readonly name: string
  readonly type: string
  /** Its values are computed from others'. */
  readonly generated: boolean
}

export interface SqliteTable {
  readonly sql: string
  readonly columns: readonly SqliteColumn[]
}

/** An index or a trigger. */
export interface SqliteObject {
  readonly name: string
  readonly table: string
  readonly sql: string
}

export interface SqliteSchema {
  readonly shape: Shape
  readonly tables: ReadonlyMap<string, SqliteTable>
  readonly objects: readonly SqliteObject[]
}

interface Entry {
  readonly type: 'table' | 'index' | 'trigger'
  readonly name: string
  readonly tbl_name: string
  readonly sql: string
}

export function readSqliteSchema(handle: SqliteHandle): SqliteSchema {
  // What has no text, SQLite makes for itself: it belongs to its table.
  const entries = handle
    .prepare(
      `SELECT type, name, tbl_name, sql FROM sqlite_master
       WHERE type IN ('table', 'index', 'trigger') AND sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all() as Entry[]
  const objects = entries.filter(({ type }) => type !== 'table')
  const tables = entries.filter(({ type }) => type === 'table')
  return {
    shape: new Map(tables.map((table) => [table.name, tableShape(table, objects)])),
    tables: new Map(tables.map(({ name, sql }) => [name, { sql, columns: readColumns(handle, name) }])),
    objects: objects.map(({ name, tbl_name, sql }) => ({ name, table: tbl_name, sql })),
  }
}

/** The schema that this version works with. */
export function targetSqliteSchema(): SqliteSchema {
  const handle = new BetterSqlite3(':memory:')
  try {
    for (const sql of SQLITE_SCHEMA) handle.exec(sql)
    return readSqliteSchema(handle)
  } finally {
    handle.close()
  }
}

function readColumns(handle: SqliteHandle, table: string): SqliteColumn[] {
  const rows = handle.prepare('SELECT name, type, hidden FROM pragma_table_xinfo(?)').all(table) as {
    name: string
    type: string
    hidden: number
  }[]
  return rows.map(({ name, type, hidden }) => ({ name, type, generated: hidden > 1 }))
}

function tableShape(table: Entry, objects: readonly Entry[]): TableShape {
  const items = itemsOf(table.sql)
  const named = (type: Entry['type']) =>
    new Map(
      objects
        .filter((object) => object.type === type && object.tbl_name === table.name)
        .map(({ name, sql }) => [name, normalised(sql)]),
    )
  return {
    column: new Map(items.filter((item) => !isConstraint(item)).map(splitName)),
    constraint: new Map(items.filter(isConstraint).map(nameConstraint)),
    index: named('index'),
    trigger: named('trigger'),
  }
}

function isConstraint(item: string): boolean {
  return /^(CONSTRAINT|PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b/i.test(item)
}

function splitName(item: string): [string, string] {
  const [name = '', ...definition] = item.split(' ')
  return [name, definition.join(' ')]
}

function nameConstraint(item: string): [string, string] {
  return [/^CONSTRAINT (\S+)/i.exec(item)?.[1] ?? item, item]
}

/** What stands between the outer brackets of a definition, by comma. */
function itemsOf(sql: string): string[] {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
  const items = ['']
  let depth = 0
  for (const character of body) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === ',' && depth === 0) items.push('')
    else items[items.length - 1] += character
  }
  return items.map(normalised)
}

/** SQLite keeps a definition as it was typed: quotes and spaces that mean nothing included. */
function normalised(sql: string): string {
  return sql
    .replace(/["`]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
    .trim()
}
