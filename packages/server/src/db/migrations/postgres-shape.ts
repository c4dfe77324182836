import type { PoolClient } from 'pg'
import { POSTGRES_SCHEMA } from '../generated/postgres-schema.ts'
import type { Shape, TableShape } from './shape.ts'

export interface PostgresColumn {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly not_null: 0 | 1
  readonly identity: '' | 'a' | 'd'
  readonly generated: '' | 's'
  /** Its default, or what it is generated from. */
  readonly expression: string | null
}

export interface PostgresSchema {
  readonly shape: Shape
  readonly columns: readonly PostgresColumn[]
}

/** A part of a table that has a name and a definition. */
interface Part {
  readonly table: string
  readonly name: string
  readonly definition: string
}

const COLUMNS = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
    a.attidentity as identity, a.attgenerated as generated, pg_get_expr(d.adbin, d.adrelid) as expression
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = $1 and c.relkind in ('r', 'p')
  order by c.relname, a.attnum`

const CONSTRAINTS = `
  select c.relname as table, o.conname as name, pg_get_constraintdef(o.oid, true) as definition
  from pg_constraint o join pg_class c on c.oid = o.conrelid
  where c.relnamespace = $1 and o.contype in ('p', 'u', 'f', 'c')`

// Without those that belong to a constraint.
const INDEXES = `
  select c.relname as table, i.relname as name, pg_get_indexdef(i.oid) as definition
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  where c.relnamespace = $1 and not exists (
    select 1 from pg_constraint o where o.conindid = i.oid and o.contype in ('p', 'u', 'x'))`

// A trigger's function is found by name: that it is there must do.
const TRIGGERS = `
  select c.relname as table, t.tgname as name, 'trigger' as definition
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = $1 and not t.tgisinternal`

/** The schema whose tables come first in the search path. */
export async function readPostgresSchema(client: PoolClient): Promise<PostgresSchema> {
  return readSchema(client, 'current_schema()::regnamespace')
}

/**
 * The schema that this version works with: made of temporary tables, so that the server tells it in its own words, and undone
 * again.
 */
export async function targetPostgresSchema(client: PoolClient): Promise<PostgresSchema> {
  await client.query('savepoint target')
  try {
    await client.query('set local search_path = pg_temp')
    for (const statement of POSTGRES_SCHEMA.filter(isAboutTables)) await client.query(statement)
    const { shape, columns } = await readSchema(client, 'pg_my_temp_schema()')
    return { shape: withTriggers(shape), columns }
  } finally {
    await client.query('rollback to savepoint target')
  }
}

/** Functions are not looked for among temporary things, so that triggers would not find theirs. */
function isAboutTables(statement: string): boolean {
  return !TRIGGER.test(statement) && !statement.startsWith('CREATE FUNCTION')
}

const TRIGGER = /^CREATE TRIGGER (\S+) .* ON (\S+) FOR EACH ROW/

function withTriggers(shape: Shape): Shape {
  const triggers = POSTGRES_SCHEMA.map((statement) => TRIGGER.exec(statement)).filter(
    (match) => match !== null,
  )
  return new Map(
    [...shape].map(([table, parts]) => {
      const own = triggers
        .filter(([, , on]) => on === table)
        .map(([, name = '']) => [name, 'trigger'] as const)
      return [table, { ...parts, trigger: new Map(own) }]
    }),
  )
}

async function readSchema(client: PoolClient, namespace: string): Promise<PostgresSchema> {
  const read = async <Row extends object>(text: string) =>
    (await client.query<Row>(text.replace('$1', namespace))).rows
  const columns = await read<PostgresColumn>(COLUMNS)
  const constraints = Map.groupBy(await read<Part>(CONSTRAINTS), ({ table }) => table)
  const indexes = Map.groupBy(await read<Part>(INDEXES), ({ table }) => table)
  const triggers = Map.groupBy(await read<Part>(TRIGGERS), ({ table }) => table)
  const shape = [...Map.groupBy(columns, ({ table }) => table)].map(([table, own]): [string, TableShape] => [
    table,
    {
      column: new Map(own.map((column) => [column.name, columnDefinition(column)])),
      constraint: byName(constraints.get(table)?.map(withoutCasts)),
      index: byName(indexes.get(table)?.map(withoutTable)),
      trigger: byName(triggers.get(table)),
    },
  ])
  return { shape: new Map(shape), columns }
}

function byName(parts: readonly Part[] = []): ReadonlyMap<string, string> {
  return new Map(parts.map(({ name, definition }) => [name, definition]))
}

/** `in` is told as `any`, with casts that change when what was told is given back. */
function withoutCasts(constraint: Part): Part {
  const definition = constraint.definition.replace(
    /(\w+)::text = ANY \(ARRAY\[(.*?)\](?:::text\[\])?\)/g,
    (_, column: string, list: string) =>
      `${column} IN (${list.replace(/::(?:character varying|text)/g, '')})`,
  )
  return { ...constraint, definition }
}

/** The table's name comes with that of its schema, which is not the same for the target. */
function withoutTable(index: Part): Part {
  return { ...index, definition: index.definition.replace(/ ON \S+ USING /, ' ON … USING ') }
}

export function columnDefinition(column: PostgresColumn): string {
  return [column.type, ...valueClause(column), ...(column.not_null ? ['NOT NULL'] : [])].join(' ')
}

function valueClause({ identity, generated, expression }: PostgresColumn): string[] {
  if (identity !== '') return [`GENERATED ${identity === 'a' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`]
  if (expression === null) return []
  return [generated === 's' ? `GENERATED ALWAYS AS (${expression}) STORED` : `DEFAULT ${expression}`]
}
