import { type RawBuilder, sql } from 'kysely'
import schemaFacts from '../../../../contract/facts/schema.json' with { type: 'json' }
import type { Executor } from '../executor.ts'

/** Rows of a table that must belong to one of another. */
interface Reference {
  readonly table: string
  readonly columns: readonly string[]
  readonly references: string
  readonly referred_columns: readonly string[]
}

/** Every reference of the schema. Databases keep them only where nobody switched that off: SQLite does so by default. */
const REFERENCES: readonly Reference[] = Object.entries(schemaFacts.tracking.tables).flatMap(
  ([table, { foreign_keys }]) =>
    foreign_keys.map(({ columns, references, referred_columns }) => ({
      table,
      columns,
      references,
      referred_columns,
    })),
)

/**
 * What the schema does not declare. Not among them: models that runs read and runs that versions came from, which may be of
 * another server, and links that MLflow itself leaves: inputs of runs and experiments that `mlflow gc` removes, and those of
 * traces and evaluation datasets.
 */
const UNDECLARED: readonly Reference[] = [
  { table: 'input_tags', columns: ['input_uuid'], references: 'inputs', referred_columns: ['input_uuid'] },
  {
    table: 'registered_model_aliases',
    columns: ['workspace', 'name', 'version'],
    references: 'model_versions',
    referred_columns: ['workspace', 'name', 'version'],
  },
]

/** Rows whose run, experiment or whatever they belong to is gone: a sentence for each kind. @param tables that are right. */
export async function findOrphans(db: Executor, tables: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = []
  for (const reference of [...REFERENCES, ...UNDECLARED]) {
    if (!tables.has(reference.table) || !tables.has(reference.references)) continue
    const { rows, example } = await lostRows(db, reference)
    if (rows === 0) continue
    const { table, columns, references } = reference
    const [which, are] = rows === 1 ? ['row', 'belongs'] : ['rows', 'belong']
    found.push(
      `${rows} ${which} of table ${table} ${are} to rows of ${references} that are gone (${columns.join(', ')}; one is ${example})`,
    )
  }
  return found
}

async function lostRows(db: Executor, reference: Reference): Promise<{ rows: number; example: string }> {
  const { table, columns, references, referred_columns } = reference
  const own = (column: string) => sql`lost.${sql.id(column)}`
  const given = columns.map((column) => sql`${own(column)} is not null`)
  const same = columns.map((column, i) => sql`there.${sql.id(referred_columns[i] ?? '')} = ${own(column)}`)
  const query: RawBuilder<{ rows: number | string; example: unknown }> = sql`
    select count(*) as ${sql.id('rows')}, min(${own(columns.at(-1) ?? '')}) as example
    from ${sql.table(table)} lost
    where ${all(given)} and not exists (select 1 from ${sql.table(references)} there where ${all(same)})`
  const [found] = await db.query<{ rows: number | string; example: unknown }>({
    compile: () => query.compile(db.builder),
  })
  return { rows: Number(found?.rows ?? 0), example: String(found?.example) }
}

function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join([...conditions], sql` and `)
}
