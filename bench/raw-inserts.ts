import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { BATCH_METRICS, batchMetrics } from './batch-metrics.ts'
import { createSchema, insertMetric, insertRun } from './seed.ts'
import { runId, startTime } from './seed-data.ts'

/**
 * What the machine can do at most with the rows of the log-batch load: prepared inserts of the same thousand metrics
 * and their latest values, no HTTP, no JSON, a durable commit per thousand. Rows a second.
 */
export async function rawInsertRate(folder: string, seconds: number): Promise<number> {
  await mkdir(folder, { recursive: true })
  const db = new Database(join(folder, 'raw.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  createSchema(db)
  db.exec("INSERT INTO experiments (experiment_id, name) VALUES (0, 'Default')")
  const run = runId(0)
  insertRun(db)(run, '0', 'raw', startTime(0))
  const insert = insertMetric(db)
  const upsert = db.prepare(
    `INSERT INTO latest_metrics ("key", value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT ("key", run_uuid) DO UPDATE
     SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step`,
  )
  const write = db.transaction((metrics: ReturnType<typeof batchMetrics>) => {
    for (const { key, value, timestamp, step } of metrics) insert(run, key, value, timestamp, step)
    const latest = new Map(metrics.map((metric) => [metric.key, metric]))
    for (const { key, value, timestamp, step } of latest.values())
      upsert.run(key, value, timestamp, step, run)
  })
  let batches = 0
  let spent = 0
  while (spent < seconds * 1000) {
    const metrics = batchMetrics(batches++)
    const started = performance.now()
    write(metrics)
    spent += performance.now() - started
  }
  db.close()
  await rm(folder, { recursive: true })
  return (batches * BATCH_METRICS * 1000) / spent
}
