import Database from 'better-sqlite3'

const COUNTS = {
  runs: 'SELECT count(*) FROM runs WHERE experiment_id = ?',
  metrics: 'SELECT count(*) FROM metrics JOIN runs USING (run_uuid) WHERE experiment_id = ?',
  params: 'SELECT count(*) FROM params JOIN runs USING (run_uuid) WHERE experiment_id = ?',
  tags: 'SELECT count(*) FROM tags JOIN runs USING (run_uuid) WHERE experiment_id = ?',
  deleted: "SELECT count(*) FROM runs WHERE experiment_id = ? AND lifecycle_stage = 'deleted'",
}

/** Looks into the server's database file: a reply alone does not show that anything was stored. */
export function countRows(database: string, what: keyof typeof COUNTS, experiment: string): number {
  const db = new Database(database, { readonly: true, timeout: 20_000 })
  try {
    return db.prepare<[number], number>(COUNTS[what]).pluck().get(Number(experiment)) ?? 0
  } finally {
    db.close()
  }
}
