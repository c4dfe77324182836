import Database from 'better-sqlite3'
import { SQLITE_SCHEMA } from '../packages/server/src/db/generated/sqlite-schema.ts'
import { SCHEMA_REVISION } from '../packages/server/src/db/generated/tables.ts'
import * as data from './seed-data.ts'
import { seedRegistry } from './seed-registry.ts'

export interface SeedSize {
  /** Runs with 10 params, 10 metrics and 5 tags each. */
  runs: number
  /** Runs of `bulkPoints` points of one metric each. */
  bulkRuns: number
  bulkPoints: number
  /** Points of one metric in a single run. */
  longPoints: number
  /** Registered models of three versions each. */
  models: number
}

type Handle = Database.Database

/**
 * Writes a database as MLflow leaves one: its schema, its rows, nothing of ours. Statistics are what `ANALYZE` adds:
 * MLflow never runs it, but without them its order by a metric is quadratic (see profile.md), which would flatter us.
 */
export function seedDatabase(file: string, size: SeedSize, statistics: boolean): void {
  const db = new Database(file)
  // The file is thrown away when the program dies half-way: no journal, no syncing.
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -1000000')
  createSchema(db)
  db.transaction(() => {
    seedExperiments(db)
    seedRuns(db, size.runs)
    seedHistories(db, size)
    seedRegistry(db, size.models)
  })()
  if (statistics) db.exec('ANALYZE')
  db.pragma('journal_mode = DELETE')
  db.close()
}

/** The schema with MLflow's default rows; also the ground for the raw inserts. */
export function createSchema(db: Handle): void {
  for (const statement of SQLITE_SCHEMA) db.exec(statement)
  db.prepare('INSERT INTO alembic_version (version_num) VALUES (?)').run(SCHEMA_REVISION)
  db.prepare('INSERT INTO workspaces (name, description) VALUES (?, ?)').run(
    'default',
    'Default workspace for legacy resources',
  )
}

export function insertRun(db: Handle): (id: string, experiment: string, name: string, start: number) => void {
  const insert = db.prepare(
    `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
       end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
     VALUES (?, ?, 'UNKNOWN', '', '', 'analyst', 'FINISHED', ?, ?, '', 'active', ?, ?)`,
  )
  return (id, experiment, name, start) =>
    insert.run(
      id,
      name,
      start,
      start + 500,
      `mlflow-artifacts:/${experiment}/${id}/artifacts`,
      Number(experiment),
    )
}

export function insertMetric(
  db: Handle,
): (id: string, key: string, value: number, time: number, step: number) => void {
  const insert = db.prepare(
    'INSERT INTO metrics ("key", value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)',
  )
  return (id, key, value, time, step) => insert.run(key, value, time, id, step)
}

function insertLatest(
  db: Handle,
): (id: string, key: string, value: number, time: number, step: number) => void {
  const insert = db.prepare(
    'INSERT INTO latest_metrics ("key", value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, 0, ?)',
  )
  return (id, key, value, time, step) => insert.run(key, value, time, step, id)
}

function seedExperiments(db: Handle): void {
  const insert = db.prepare(
    `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
     VALUES (?, ?, ?, 'active', ?, ?)`,
  )
  const experiments = [
    ['0', 'Default'],
    [data.EXPERIMENT_ID, 'bench'],
    [data.HISTORY_EXPERIMENT_ID, 'bench histories'],
  ] as const
  const created = data.startTime(0)
  for (const [id, name] of experiments)
    insert.run(Number(id), name, `mlflow-artifacts:/${id}`, created, created)
}

function seedRuns(db: Handle, runs: number): void {
  const addRun = insertRun(db)
  const addMetric = insertMetric(db)
  const addLatest = insertLatest(db)
  const addParam = db.prepare('INSERT INTO params ("key", value, run_uuid) VALUES (?, ?, ?)')
  const addTag = db.prepare('INSERT INTO tags ("key", value, run_uuid) VALUES (?, ?, ?)')
  for (let index = 0; index < runs; index++) {
    const id = data.runId(index)
    const start = data.startTime(index)
    addRun(id, data.EXPERIMENT_ID, data.runName(index), start)
    for (let param = 0; param < data.PARAMS; param++)
      addParam.run(`p${param}`, data.paramValue(index, param), id)
    for (let metric = 0; metric < data.METRICS; metric++) {
      const value = data.metricValue(index, metric)
      addMetric(id, `m${metric}`, value, start, 0)
      addLatest(id, `m${metric}`, value, start, 0)
    }
    for (const [key, value] of data.tagValues(index)) addTag.run(key, value, id)
  }
}

function seedHistories(db: Handle, { bulkRuns, bulkPoints, longPoints }: SeedSize): void {
  const addRun = insertRun(db)
  const addMetric = insertMetric(db)
  const addLatest = insertLatest(db)
  const seedRun = (kind: 'bulk' | 'long', index: number, points: number): void => {
    const id = data.runId(index, kind)
    const start = data.startTime(index)
    addRun(id, data.HISTORY_EXPERIMENT_ID, `${kind}-${index}`, start)
    for (let step = 0; step < points; step++)
      addMetric(id, 'loss', data.historyValue(index, step), start + step, step)
    const last = points - 1
    addLatest(id, 'loss', data.historyValue(index, last), start + last, last)
  }
  for (let index = 0; index < bulkRuns; index++) seedRun('bulk', index, bulkPoints)
  if (longPoints > 0) seedRun('long', 0, longPoints)
}
