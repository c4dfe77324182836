import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { MYSQL_SCHEMA } from '../generated/mysql-schema.ts'
import type { Shape, TableShape } from './shape.ts'

export interface MysqlSchema {
  readonly shape: Shape
  /** The statements that make the tables. */
  readonly tables: ReadonlyMap<string, string>
}

/** The schema of the database that the connection is in. */
export async function readMysqlSchema(connection: PoolConnection): Promise<MysqlSchema> {
  const tables = new Map<string, string>()
  for (const { name } of await rows(connection, TABLES)) {
    const [shown] = await rows(connection, `show create table ${quoted(String(name))}`)
    tables.set(String(name), String(shown?.['Create Table']))
  }
  const triggers = await rows(connection, TRIGGERS)
  return {
    tables,
    shape: shapeOf(
      tables,
      triggers.map((row) => [String(row.name), String(row.on_table)]),
    ),
  }
}

/** The schema that this version works with, as MariaDB tells it. */
export function targetMysqlSchema(): MysqlSchema {
  const tables = new Map<string, string>()
  const triggers: [name: string, table: string][] = []
  for (const statement of MYSQL_SCHEMA) {
    const [, table] = /^CREATE TABLE `(\w+)`/.exec(statement) ?? []
    const [, trigger, on] = /^CREATE TRIGGER (\w+)\s+BEFORE UPDATE ON (\w+)/.exec(statement) ?? []
    if (table !== undefined) tables.set(table, statement)
    if (trigger !== undefined && on !== undefined) triggers.push([trigger, on])
  }
  return { tables, shape: shapeOf(tables, triggers) }
}

const TABLES = `select table_name as name from information_schema.tables
  where table_schema = database() and table_type = 'BASE TABLE'`

const TRIGGERS = `select trigger_name as name, event_object_table as on_table from information_schema.triggers
  where trigger_schema = database()`

async function rows(connection: PoolConnection, text: string): Promise<RowDataPacket[]> {
  return (await connection.query<RowDataPacket[]>(text))[0]
}

function shapeOf(tables: ReadonlyMap<string, string>, triggers: readonly [string, string][]): Shape {
  return new Map(
    [...tables].map(([table, statement]): [string, TableShape] => {
      const parts = partsOf(statement)
      const named = (kind: Part['kind']) =>
        new Map(parts.filter((part) => part.kind === kind).map(({ name, text }) => [name, normalised(text)]))
      const own = triggers.filter(([, on]) => on === table).map(([name]) => [name, 'trigger'] as const)
      return [
        table,
        {
          column: named('column'),
          constraint: named('constraint'),
          index: named('index'),
          trigger: new Map(own),
        },
      ]
    }),
  )
}

export interface Part {
  readonly kind: 'column' | 'constraint' | 'index'
  readonly name: string
  /** As it stands between CREATE TABLE's brackets. */
  readonly text: string
}

/** The parts of a table, in order: a line each. */
export function partsOf(statement: string): Part[] {
  return statement
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .flatMap((text): Part[] => {
      const match = PART.exec(text)
      if (match === null) return []
      const { column, key, constraint } = match.groups ?? {}
      if (column !== undefined) return [{ kind: 'column', name: column, text }]
      if (key !== undefined)
        return [{ kind: text.startsWith('UNIQUE') ? 'constraint' : 'index', name: key, text }]
      return [{ kind: 'constraint', name: constraintName(constraint ?? PRIMARY_KEY, text), text }]
    })
}

const PART = /^(?:`(?<column>\w+)`|(?:UNIQUE )?KEY `(?<key>\w+)`|PRIMARY KEY|CONSTRAINT `(?<constraint>\w+)`)/

export const PRIMARY_KEY = 'PRIMARY KEY'

/** MySQL and MariaDB name a check that has no name differently. */
function constraintName(name: string, text: string): string {
  const [, check] = /^CONSTRAINT `(?:CONSTRAINT_\d+|\w+_chk_\d+)` (CHECK .*)$/.exec(text) ?? []
  return check === undefined ? name : normalised(check)
}

/** What servers and versions tell differently and means the same. */
function normalised(text: string): string {
  return text
    .replace(/^CONSTRAINT `(?:CONSTRAINT_\d+|\w+_chk_\d+)` /, '')
    .replace(/ (?:CHARACTER SET|COLLATE) \w+/g, '')
    .replace(/ CHECK \(json_valid\(.*\)\)$/, '')
    .replace(/ DEFAULT NULL/, '')
    .replace(/ json\b/, ' longtext')
    .replace(/\b(int|bigint)\(\d+\)/, '$1')
    .replace(/DEFAULT '(-?\d+)'/, 'DEFAULT $1')
    .replace(/ (?:\/\*.*\*\/|USING BTREE)/g, '')
    .replace(/_utf8mb[34]\\?'/g, "'")
    .replace(/[()`\\]/g, ' ')
    .replace(/,/g, ', ')
    .replace(/\s+/g, ' ')
    .trim()
}

export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
