/**
 * `node bench/upgrade.ts [--metrics 1000000] [--runs 1000] [--traces 0]`: upgrades a SQLite database of MLflow 2.22 with
 * Millrace and with the real MLflow, turn about, each on a copy of its own. Prints seconds and how many times faster.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { loadOldDatabase } from '../packages/server/src/testing/old-databases.ts'
import { MILLRACE, SERVERS } from './servers.ts'

const TURNS = 3
const MUST = 3

const { values } = parseArgs({
  options: {
    metrics: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '1000' },
    traces: { type: 'string', default: '0' },
  },
})

/** Timed with the start of the program, as its user waits for both. */
const PROGRAMS = {
  millrace: (uri: string) => run(process.execPath, [MILLRACE, 'db', 'upgrade', uri]),
  mlflow: (uri: string) => run(SERVERS.mlflow.command, ['db', 'upgrade', uri]),
}
type Program = keyof typeof PROGRAMS

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-upgrade-'))
try {
  const old = join(folder, 'old.db')
  await loadOldDatabase(`sqlite:///${old}`, 'sqlite', '2.22.0')
  grow(old)
  const seconds: Record<Program, number[]> = { millrace: [], mlflow: [] }
  for (let turn = 0; turn < TURNS; turn++) {
    for (const program of Object.keys(PROGRAMS) as Program[]) seconds[program].push(timed(program, old))
  }
  report(seconds)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function grow(file: string): void {
  const db = new Database(file)
  db.pragma('journal_mode = OFF')
  const [runs, metrics, traces] = [values.runs, values.metrics, values.traces].map(Number)
  db.transaction(() => {
    count(
      db,
      "INSERT INTO runs (run_uuid, experiment_id, lifecycle_stage, status) SELECT printf('%032x', n), 1, 'active', 'FINISHED'",
      runs,
    )
    const run = `printf('%032x', n % ${runs})`
    count(
      db,
      `INSERT INTO metrics ("key", value, timestamp, step, is_nan, run_uuid) SELECT 'metric-' || n % 10, n / 7.0, n, n, 0, ${run}`,
      metrics,
    )
    count(
      db,
      "INSERT INTO trace_info (request_id, experiment_id, timestamp_ms, status) SELECT 'tr-bench-' || n, 1, n, 'OK'",
      traces,
    )
    const usage = `json_object('input_tokens', n, 'output_tokens', 2 * n, 'total_tokens', 3 * n)`
    count(
      db,
      `INSERT INTO trace_request_metadata ("key", value, request_id) SELECT 'mlflow.trace.tokenUsage', ${usage}, 'tr-bench-' || n`,
      traces,
    )
    count(
      db,
      `INSERT INTO trace_tags ("key", value, request_id) SELECT 'mlflow.traceName', 'name ' || n, 'tr-bench-' || n`,
      traces,
    )
  })()
  db.close()
}

function count(db: Database.Database, insert: string, rows = 0): void {
  db.prepare(
    `WITH RECURSIVE t (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM t WHERE n + 1 < ?) ${insert} FROM t WHERE ? > 0`,
  ).run(rows, rows)
}

function timed(program: Program, old: string): number {
  const file = join(folder, `${program}.db`)
  copyFileSync(old, file)
  const started = performance.now()
  PROGRAMS[program](`sqlite:///${file}`)
  const took = (performance.now() - started) / 1000
  const db = new Database(file, { readonly: true })
  const rows = db.prepare('SELECT count(*) FROM metrics').pluck().get() as number
  if (rows < Number(values.metrics)) throw new Error(`${program} lost metrics: ${rows} are left`)
  db.close()
  return took
}

function run(command: string, args: string[]): void {
  execFileSync(command, args, {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
  })
}

function report(seconds: Record<Program, number[]>): void {
  const best = (program: Program) => Math.min(...seconds[program])
  for (const program of Object.keys(seconds) as Program[]) {
    console.log(
      `${program.padEnd(8)} ${best(program).toFixed(2)} s  (${seconds[program].map((s) => s.toFixed(2)).join(', ')})`,
    )
  }
  const ratio = best('mlflow') / best('millrace')
  console.log(`${ratio.toFixed(1)} times faster; must be ${MUST}: ${ratio >= MUST ? 'ok' : 'missed'}`)
}
