import Database from 'better-sqlite3'

/** The tables that seeding fills, those that others refer to first. */
const TABLES = [
  'experiments',
  'runs',
  'params',
  'tags',
  'metrics',
  'latest_metrics',
  'registered_models',
  'registered_model_tags',
  'registered_model_aliases',
  'model_versions',
  'model_version_tags',
] as const
const ROWS_AT_ONCE = 5000

/** The rows of a seeded SQLite file, table by table, some thousand at a time. */
export function* seededRows(file: string): Generator<{ table: string; rows: Record<string, unknown>[] }> {
  const db = new Database(file, { readonly: true })
  try {
    for (const table of TABLES) {
      let rows: Record<string, unknown>[] = []
      for (const row of db.prepare(`select * from ${table}`).iterate()) {
        rows.push(row as Record<string, unknown>)
        if (rows.length < ROWS_AT_ONCE) continue
        yield { table, rows }
        rows = []
      }
      if (rows.length > 0) yield { table, rows }
    }
  } finally {
    db.close()
  }
}
