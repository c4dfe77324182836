import Database from 'better-sqlite3'
import { insertMetric, insertRun } from './seed.ts'
import { runId, startTime } from './seed-data.ts'

export const KEYS_EXPERIMENT_ID = '3'
const FIRST_RUN = 1_000_000

/** Adds an experiment whose runs all have so many metrics of their own name: `layer 0/weight 7`. */
export function seedKeys(file: string, runs: number, keys: number): void {
  const db = new Database(file)
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  const addRun = insertRun(db)
  const addMetric = insertMetric(db)
  const addLatest = db.prepare(
    'INSERT INTO latest_metrics ("key", value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, 0, 0, ?)',
  )
  db.transaction(() => {
    db.prepare(
      `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
       VALUES (?, 'bench keys', 'mlflow-artifacts:/3', 'active', ?, ?)`,
    ).run(Number(KEYS_EXPERIMENT_ID), startTime(0), startTime(0))
    for (let run = 0; run < runs; run++) {
      const id = runId(FIRST_RUN + run)
      const start = startTime(run)
      addRun(id, KEYS_EXPERIMENT_ID, `keys-${run}`, start)
      for (let key = 0; key < keys; key++) {
        const name = `layer ${key % 100}/weight ${Math.floor(key / 100)}`
        addMetric(id, name, run * key, start, 0)
        addLatest.run(name, run * key, start, id)
      }
    }
  })()
  db.exec('ANALYZE')
  db.pragma('journal_mode = DELETE')
  db.close()
}
