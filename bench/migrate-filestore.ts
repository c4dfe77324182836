/**
 * `node bench/migrate-filestore.ts [--runs 2000]`: takes a folder of MLflow's file store over into SQLite with Millrace
 * and with the real MLflow, turn about. Prints runs a second and how many times faster.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { MILLRACE, SERVERS } from './servers.ts'

const MUST = 10

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    metrics: { type: 'string', default: '20' },
    points: { type: 'string', default: '10' },
    turns: { type: 'string', default: '3' },
  },
})
const [RUNS, METRICS, POINTS] = [values.runs, values.metrics, values.points].map(Number) as [
  number,
  number,
  number,
]
const PARAMS = 10
const TAGS = 5

/** Timed with the start of the program, as its user waits for both. */
const PROGRAMS = { millrace: MILLRACE, mlflow: SERVERS.mlflow.command }
type Program = keyof typeof PROGRAMS

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-migrate-'))
try {
  makeFileStore(join(folder, 'mlruns'))
  const seconds: Record<Program, number[]> = { millrace: [], mlflow: [] }
  for (let turn = 0; turn < Number(values.turns); turn++) {
    for (const program of Object.keys(PROGRAMS) as Program[]) seconds[program].push(timed(program))
  }
  report(seconds)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function timed(program: Program): number {
  const file = join(folder, `${program}.db`)
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
  const started = performance.now()
  const [command, ...args] = program === 'millrace' ? [process.execPath, MILLRACE] : [PROGRAMS.mlflow]
  execFileSync(
    command as string,
    [...args, 'migrate-filestore', '--source', folder, '--target', `sqlite:///${file}`, '--no-progress'],
    { cwd: folder, stdio: 'pipe', env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' } },
  )
  const took = (performance.now() - started) / 1000
  assertWhole(program, file)
  return took
}

function assertWhole(program: Program, file: string): void {
  const db = new Database(file, { readonly: true })
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  for (const [table, rows] of [
    ['runs', RUNS],
    ['metrics', RUNS * METRICS * POINTS],
    ['params', RUNS * PARAMS],
    ['tags', RUNS * TAGS],
  ] as const) {
    if (count(table) !== rows) throw new Error(`${program} has ${count(table)} ${table} of ${rows}`)
  }
  db.close()
}

function report(seconds: Record<Program, number[]>): void {
  const best = (program: Program) => Math.min(...seconds[program])
  console.log(
    `${RUNS} runs, each with ${METRICS} metrics of ${POINTS} points, ${PARAMS} params, ${TAGS} tags`,
  )
  for (const program of Object.keys(seconds) as Program[]) {
    const each = seconds[program].map((s) => s.toFixed(2)).join(', ')
    console.log(
      `${program.padEnd(8)} ${best(program).toFixed(2)} s  (${each})  ${(RUNS / best(program)).toFixed(0)} runs/s`,
    )
  }
  const ratio = best('mlflow') / best('millrace')
  console.log(`${ratio.toFixed(1)} times faster; must be ${MUST}: ${ratio >= MUST ? 'ok' : 'missed'}`)
}

/** As MLflow's client leaves it. */
function makeFileStore(root: string): void {
  const experiment = join(root, '123456789012345678')
  write(join(experiment, 'meta.yaml'), [
    `artifact_location: file://${experiment}`,
    'creation_time: 1700000000000',
    "experiment_id: '123456789012345678'",
    'last_update_time: 1700000000000',
    'lifecycle_stage: active',
    'name: bench',
  ])
  for (let n = 0; n < RUNS; n++) makeRun(experiment, n.toString(16).padStart(32, '0'), n)
}

function makeRun(experiment: string, id: string, n: number): void {
  const run = join(experiment, id)
  for (const name of ['metrics', 'params', 'tags', 'artifacts'])
    mkdirSync(join(run, name), { recursive: true })
  write(join(run, 'meta.yaml'), [
    `artifact_uri: file://${run}/artifacts`,
    `end_time: ${1_700_000_001_000 + n}`,
    "entry_point_name: ''",
    "experiment_id: '123456789012345678'",
    'lifecycle_stage: active',
    `run_id: ${/^\d+$/.test(id) ? `'${id}'` : id}`,
    `run_name: run-${n}`,
    "source_name: ''",
    'source_type: 4',
    "source_version: ''",
    `start_time: ${1_700_000_000_000 + n}`,
    'status: 3',
    'tags: []',
    'user_id: bench',
  ])
  for (let metric = 0; metric < METRICS; metric++) {
    const points = Array.from(
      { length: POINTS },
      (_, step) => `${1_700_000_000_000 + step} ${Math.sin(n + step)} ${step}`,
    )
    write(join(run, 'metrics', `metric-${metric}`), points)
  }
  for (let param = 0; param < PARAMS; param++)
    writeFileSync(join(run, 'params', `param-${param}`), `${n / (param + 1)}`)
  writeFileSync(join(run, 'tags', 'mlflow.runName'), `run-${n}`)
  for (let tag = 1; tag < TAGS; tag++) writeFileSync(join(run, 'tags', `tag-${tag}`), `value ${n % 7}`)
}

function write(file: string, lines: readonly string[]): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\n`)
}
