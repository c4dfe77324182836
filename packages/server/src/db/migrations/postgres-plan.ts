import { POSTGRES_SCHEMA } from '../generated/postgres-schema.ts'
import type { TablePlan } from './database.ts'
import { RENAMED_COLUMNS } from './history.ts'
import { columnDefinition, type PostgresColumn, type PostgresSchema } from './postgres-shape.ts'
import { type Difference, differences, renamedColumns } from './shape.ts'

/** The statements that make a database's tables those of the target: one for each difference, in an order that keys allow. */
export function planPostgresTables(is: PostgresSchema, target: PostgresSchema): TablePlan {
  const wrong = differences(renamedColumns(is.shape), target.shape)
  const fresh = wrong.filter(({ part }) => part === 'table').map(({ name }) => name)
  const parts = [...wrong, ...fresh.flatMap((table) => partsOf(table, target))]
  const of = (part: Difference['part'], test: (difference: Difference) => boolean) =>
    parts.filter((difference) => difference.part === part && test(difference))
  return {
    before: [
      ...[...of('constraint', goes).filter(refers), ...of('constraint', goes).filter((c) => !refers(c))].map(
        dropConstraint,
      ),
      ...of('index', goes).map(({ name }) => `DROP INDEX ${quoted(name)}`),
      ...renames(is),
      ...fresh.map((table) => createTable(table, target)),
      ...of('column', comes).flatMap((difference) => changeColumn(difference, is, target)),
    ],
    after: [
      ...of('column', (column) => !comes(column)).map(({ table, name }) =>
        alter(table, `DROP COLUMN ${quoted(name)}`),
      ),
      ...of('constraint', comes)
        .filter((c) => !refers(c))
        .map(addConstraint),
      ...of('index', comes).map(({ table, must }) => must?.replace(' ON … ', ` ON ${quoted(table)} `) ?? ''),
      ...of('constraint', comes).filter(refers).map(addConstraint),
      ...of('trigger', comes).flatMap(({ name }) => triggerStatements(name)),
    ],
  }
}

const goes = ({ is }: Difference) => is !== undefined
const comes = ({ must }: Difference) => must !== undefined

/** References depend on the keys they point at. */
const refers = ({ is, must }: Difference) => /^FOREIGN KEY/.test(must ?? is ?? '')

/** What a table that is made needs besides its columns. */
function partsOf(table: string, { shape }: PostgresSchema): Difference[] {
  return (['constraint', 'index', 'trigger'] as const).flatMap((part) =>
    [...(shape.get(table)?.[part] ?? [])].map(([name, must]) => ({ table, part, name, is: undefined, must })),
  )
}

function renames({ shape }: PostgresSchema): string[] {
  return Object.entries(RENAMED_COLUMNS).flatMap(([table, columns]) =>
    Object.entries(columns)
      .filter(([from]) => shape.get(table)?.column.has(from))
      .map(([from, to]) => alter(table, `RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`)),
  )
}

function createTable(table: string, { columns }: PostgresSchema): string {
  const own = columns.filter((column) => column.table === table)
  const lines = own.map((column) => `  ${quoted(column.name)} ${columnDefinition(column)}`)
  return `CREATE TABLE ${quoted(table)} (\n${lines.join(',\n')}\n)`
}

function changeColumn(
  { table, name, is: definition }: Difference,
  is: PostgresSchema,
  target: PostgresSchema,
): string[] {
  const wanted = columnOf(target, table, name)
  const add = `ADD COLUMN ${quoted(name)} ${columnDefinition(wanted)}`
  if (definition === undefined) return [alter(table, add)]
  const there = columnOf(is, table, name)
  // What a column is computed from cannot be changed; its values follow from others.
  if (there.generated || wanted.generated)
    return [alter(table, `DROP COLUMN ${quoted(name)}`), alter(table, add)]
  const changes = [
    ...(there.type === wanted.type ? [] : [`TYPE ${wanted.type}`]),
    ...(there.expression === wanted.expression
      ? []
      : [wanted.expression ? `SET DEFAULT ${wanted.expression}` : 'DROP DEFAULT']),
    ...(there.not_null === wanted.not_null ? [] : [wanted.not_null ? 'SET NOT NULL' : 'DROP NOT NULL']),
  ]
  return [alter(table, changes.map((change) => `ALTER COLUMN ${quoted(name)} ${change}`).join(', '))]
}

function columnOf({ columns }: PostgresSchema, table: string, name: string): PostgresColumn {
  const from = Object.entries(RENAMED_COLUMNS[table] ?? {}).find(([, to]) => to === name)?.[0]
  const column = columns.find((c) => c.table === table && (c.name === name || c.name === from))
  if (column === undefined) throw new Error(`no column ${table}.${name}`)
  return column
}

function dropConstraint({ table, name }: Difference): string {
  return alter(table, `DROP CONSTRAINT ${quoted(name)}`)
}

function addConstraint({ table, name, must }: Difference): string {
  return alter(table, `ADD CONSTRAINT ${quoted(name)} ${must}`)
}

function triggerStatements(name: string): string[] {
  return POSTGRES_SCHEMA.filter((statement) =>
    [`CREATE FUNCTION ${name}(`, `CREATE TRIGGER ${name} `].some((start) => statement.startsWith(start)),
  ).map((statement) => statement.replace(/^CREATE FUNCTION/, 'CREATE OR REPLACE FUNCTION'))
}

function alter(table: string, change: string): string {
  return `ALTER TABLE ${quoted(table)} ${change}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
