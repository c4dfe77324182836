import { emit, fact } from './io.ts'

interface Column {
  name: string
  nullable: boolean
  default: unknown
  type: { sqlite: string }
}
interface SchemaFacts {
  tracking: { fresh_database_revision: string; tables: Record<string, { columns: Column[] }> }
}

function columnType(column: Column): string {
  const base = /CHAR|TEXT|JSON|CLOB/i.test(column.type.sqlite)
    ? 'string'
    : /BLOB|BINARY/i.test(column.type.sqlite)
      ? 'Uint8Array'
      : 'number'
  const type = column.nullable ? `${base} | null` : base
  return column.default === null && !column.nullable ? type : `Generated<${type}>`
}

function tablesSource(schema: SchemaFacts): string {
  const tables = Object.entries(schema.tracking.tables)
  const pascal = (name: string) => name.replace(/(^|_)([a-z0-9])/g, (_, _u, c: string) => c.toUpperCase())
  const interfaces = tables.map(([name, table]) => {
    const columns = table.columns.map((c) => `  ${c.name}: ${columnType(c)}`)
    return `export interface ${pascal(name)}Table {\n${columns.join('\n')}\n}\n`
  })
  const database = tables.map(([name]) => `  ${name}: ${pascal(name)}Table`)
  return (
    "import type { Generated } from 'kysely'\n\n" +
    `/** The alembic revision of MLflow 3.17.2's schema. */\nexport const SCHEMA_REVISION = '${schema.tracking.fresh_database_revision}'\n\n` +
    `${interfaces.join('\n')}\n/** MLflow's tables, as Kysely wants them. */\nexport interface Tables {\n${database.join('\n')}\n}\n`
  )
}

function statements(sql: string): string[] {
  return sql
    .split(/;\s*\n\n/)
    .map((s) => s.trim().replace(/;$/, ''))
    .filter(Boolean)
}

/** Kysely's table types and the statements that make a fresh SQLite database. */
export function generateDatabase(): string[] {
  const schema = JSON.parse(fact('schema.json')) as SchemaFacts
  const sql = statements(fact('schema-sqlite.sql'))
  const lines = sql.map((s) => `  ${JSON.stringify(s)},`).join('\n')
  return [
    emit('packages/server/src/db/generated/tables.ts', 'contract/facts/schema.json', tablesSource(schema)),
    emit(
      'packages/server/src/db/generated/sqlite-schema.ts',
      'contract/facts/schema-sqlite.sql',
      `/** MLflow 3.17.2's schema on SQLite, statement by statement. */\nexport const SQLITE_SCHEMA: readonly string[] = [\n${lines}\n]\n`,
    ),
  ]
}
