import { emit, fact } from './io.ts'

interface Column {
  name: string
  nullable: boolean
  default: { sqlite?: string } | null
  type: { sqlite: string }
  computed?: unknown
}
interface Table {
  columns: Column[]
  primary_key: string[]
}
interface SchemaFacts {
  tracking: { fresh_database_revision: string; tables: Record<string, Table> }
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
    "import type { Generated } from 'kysely'\nimport type { OwnTables } from '../own-tables.ts'\n\n" +
    `/** The alembic revision of MLflow 3.17.2's schema. */\nexport const SCHEMA_REVISION = '${schema.tracking.fresh_database_revision}'\n\n` +
    `${interfaces.join('\n')}\n/** MLflow's tables, as Kysely wants them. */\nexport interface MlflowTables {\n${database.join('\n')}\n}\n\nexport interface Tables extends MlflowTables, OwnTables {}\n`
  )
}

/** What a column has where a row does not say; null for most. */
function defaultOf({ default: given, type }: Column): string | number | null {
  const text = given?.sqlite?.replace(/^'|'$/g, '')
  if (text === undefined) return null
  return /CHAR|TEXT/i.test(type.sqlite) ? text : Number(text)
}

function columnsSource({ tracking }: SchemaFacts): string {
  const tables = Object.entries(tracking.tables).map(([name, table]) => {
    const writable = table.columns.filter((column) => column.computed === undefined)
    const columns = Object.fromEntries(writable.map((column) => [column.name, defaultOf(column)]))
    return `  ${name}: { key: ${JSON.stringify(table.primary_key)}, columns: ${JSON.stringify(columns)} },`
  })
  return (
    "import type { MlflowTables } from './tables.ts'\n\n" +
    "/** A table's primary key, and its columns but those that the database computes, each with its default. */\n" +
    'export interface TableColumns {\n  readonly key: readonly string[]\n' +
    '  readonly columns: Readonly<Record<string, string | number | null>>\n}\n\n' +
    `export const COLUMNS: { readonly [T in keyof MlflowTables]: TableColumns } = {\n${tables.join('\n')}\n}\n`
  )
}

function statements(sql: string): string[] {
  return sql
    .split(/;\s*\n\n/)
    .map((s) => s.trim().replace(/;$/, ''))
    .filter(Boolean)
}

/** pg_dump names the schema; ours is whichever comes first in the search path. Function bodies hold semicolons. */
function postgresStatements(sql: string): string[] {
  return sql
    .replaceAll('public.', '')
    .split(/;\s*\n(?=\n|$)/)
    .map((s) => s.trim())
    .filter(Boolean)
}

/** The database's own character set holds, as with MLflow. Between two DELIMITER lines stands a trigger, semicolons and all. */
function mysqlStatements(sql: string): string[] {
  return sql
    .replaceAll(' DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci', '')
    .split(/^DELIMITER .*\n/m)
    .flatMap((part, i) => (i % 2 === 1 ? [part.replace(/;;\s*$/, '')] : part.split(/;\n+/)))
    .filter((statement) => statement.trim() !== '')
}

function schemaSource(name: string, database: string, statements: readonly string[]): string {
  const lines = statements.map((s) => `  ${JSON.stringify(s)},`).join('\n')
  return `/** MLflow 3.17.2's schema on ${database}, statement by statement. */\nexport const ${name}: readonly string[] = [\n${lines}\n]\n`
}

/** Kysely's table types and the statements that make a fresh database. */
export function generateDatabase(): string[] {
  const schema = JSON.parse(fact('schema.json')) as SchemaFacts
  return [
    emit('packages/server/src/db/generated/tables.ts', 'contract/facts/schema.json', tablesSource(schema)),
    emit('packages/server/src/db/generated/columns.ts', 'contract/facts/schema.json', columnsSource(schema)),
    emit(
      'packages/server/src/db/generated/sqlite-schema.ts',
      'contract/facts/schema-sqlite.sql',
      schemaSource('SQLITE_SCHEMA', 'SQLite', statements(fact('schema-sqlite.sql'))),
    ),
    emit(
      'packages/server/src/db/generated/postgres-schema.ts',
      'contract/facts/schema-postgresql.sql',
      schemaSource('POSTGRES_SCHEMA', 'PostgreSQL', postgresStatements(fact('schema-postgresql.sql'))),
    ),
    emit(
      'packages/server/src/db/generated/mysql-schema.ts',
      'contract/facts/schema-mysql.sql',
      schemaSource('MYSQL_SCHEMA', 'MySQL', mysqlStatements(fact('schema-mysql.sql'))),
    ),
  ]
}
