import { MYSQL_SCHEMA } from '../generated/mysql-schema.ts'
import { portableDefinition } from '../mysql-ddl.ts'
import type { TablePlan } from './database.ts'
import { RENAMED_COLUMNS } from './history.ts'
import { type MysqlSchema, type Part, PRIMARY_KEY, partsOf, quoted } from './mysql-shape.ts'
import { type Difference, differences, renamedColumns } from './shape.ts'

/**
 * The statements that make a database's tables those of the target. Each commits by itself, so that whoever repeats an upgrade
 * that was cut off goes on where it ended: what is right already needs no statement.
 */
export function planMysqlTables(is: MysqlSchema, target: MysqlSchema): TablePlan {
  const wrong = differences(renamedColumns(is.shape), target.shape)
  if (wrong.length === 0) return { before: [], after: [] }
  const changed = Map.groupBy(
    wrong.filter(({ part }) => part !== 'table'),
    ({ table }) => table,
  )
  const fresh = wrong.filter(({ part }) => part === 'table').map(({ name }) => name)
  const alterEach = (change: (table: string, wrong: readonly Difference[]) => string[]) =>
    [...changed].flatMap(([table, differences]) => alter(table, change(table, differences)))
  return {
    before: [
      // References hold before and after; between, they would forbid every change of a key.
      'SET foreign_key_checks = 0',
      ...alterEach((table, wrong) => wrong.filter(goes).filter(refersIn(is, table)).map(dropReference)),
      ...alterEach((table, wrong) => [
        ...wrong
          .filter(goes)
          .filter((difference) => !refersIn(is, table)(difference))
          .flatMap(dropPart(is, table)),
        ...changedColumns(table, wrong, is, target),
        ...wrong
          .filter(comes)
          .filter((difference) => !refersIn(target, table)(difference))
          .flatMap(addPart(target, table)),
      ]),
      ...fresh.map((table) => target.tables.get(table) ?? ''),
    ].map(portableDefinition),
    after: [
      ...alterEach((_table, wrong) =>
        wrong
          .filter(({ part, must }) => part === 'column' && must === undefined)
          .map(({ name }) => `DROP COLUMN ${quoted(name)}`),
      ),
      ...alterEach((table, wrong) =>
        wrong.filter(comes).filter(refersIn(target, table)).flatMap(addPart(target, table)),
      ),
      ...triggers(wrong, fresh, target),
      'SET foreign_key_checks = 1',
    ].map(portableDefinition),
  }
}

const goes = ({ part, is }: Difference) => isKey(part) && is !== undefined
const comes = ({ part, must }: Difference) => isKey(part) && must !== undefined

function isKey(part: Difference['part']): boolean {
  return part === 'constraint' || part === 'index'
}

function alter(table: string, changes: readonly string[]): string[] {
  return changes.length === 0 ? [] : [`ALTER TABLE ${quoted(table)}\n  ${changes.join(',\n  ')}`]
}

/** All parts with a name: checks without one of their own may be there twice. */
function named({ tables }: MysqlSchema, table: string, { part, name }: Difference): Part[] {
  return partsOf(tables.get(table) ?? '').filter((found) => found.kind === part && found.name === name)
}

function refersIn(schema: MysqlSchema, table: string): (difference: Difference) => boolean {
  return (difference) => named(schema, table, difference).some(({ text }) => text.includes(' FOREIGN KEY '))
}

function dropReference({ name }: Difference): string {
  return `DROP FOREIGN KEY ${quoted(name)}`
}

function dropPart(schema: MysqlSchema, table: string): (difference: Difference) => string[] {
  return (difference) =>
    named(schema, table, difference).map(({ name, text }) => {
      if (name === PRIMARY_KEY) return 'DROP PRIMARY KEY'
      const [, constraint] = /^CONSTRAINT `(\w+)`/.exec(text) ?? []
      return constraint === undefined ? `DROP KEY ${quoted(name)}` : `DROP CONSTRAINT ${quoted(constraint)}`
    })
}

function addPart(schema: MysqlSchema, table: string): (difference: Difference) => string[] {
  return (difference) => named(schema, table, difference).map(({ text }) => `ADD ${text}`)
}

function changedColumns(
  table: string,
  wrong: readonly Difference[],
  is: MysqlSchema,
  target: MysqlSchema,
): string[] {
  const renames = Object.entries(RENAMED_COLUMNS[table] ?? {}).filter(([from]) =>
    is.shape.get(table)?.column.has(from),
  )
  const text = (name: string) =>
    partsOf(target.tables.get(table) ?? '').find((part) => part.kind === 'column' && part.name === name)?.text
  const renamed = new Set(renames.map(([, to]) => to))
  return [
    ...renames.map(([from, to]) => `CHANGE COLUMN ${quoted(from)} ${text(to)}`),
    ...wrong
      .filter(({ part, name, must }) => part === 'column' && must !== undefined && !renamed.has(name))
      .map((column) => `${column.is === undefined ? 'ADD' : 'MODIFY'} COLUMN ${text(column.name)}`),
  ]
}

function triggers(wrong: readonly Difference[], fresh: readonly string[], { shape }: MysqlSchema): string[] {
  const missing = [
    ...wrong.filter(({ part }) => part === 'trigger').map(({ name }) => name),
    ...fresh.flatMap((table) => [...(shape.get(table)?.trigger.keys() ?? [])]),
  ]
  return MYSQL_SCHEMA.filter((statement) =>
    missing.some((name) => statement.startsWith(`CREATE TRIGGER ${name}\n`)),
  )
}
