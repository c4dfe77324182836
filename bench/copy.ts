/**
 * `node bench/copy.ts [--runs 2000] [--server-runs 200] [--servers millrace,mlflow]`: copies runs of 20 metrics with 10 points each, with Millrace from
 * database to database and from server to server, and with mlflow-export-import from server to server (it knows no other
 * way), in one go. Prints runs a second and how many times faster.
 *
 * MEI_BIN names the folder of its commands: `pip install mlflow==3.17.2 mlflow-export-import tabulate` in an environment of
 * its own.
 */
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import Database from 'better-sqlite3'
import type { BenchDatabase } from './backend.ts'
import { type RunningServer, startServer, stopAll } from './server-process.ts'
import { MILLRACE, SERVERS, type ServerName } from './servers.ts'

const MUST = 10
const METRICS = 20
const POINTS = 10
const MEI = process.env.MEI_BIN ?? '/tmp/mei/bin'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    'server-runs': { type: 'string', default: '200' },
    servers: { type: 'string', default: 'millrace,mlflow' },
  },
})
const [RUNS, SERVER_RUNS] = [Number(values.runs), Number(values['server-runs'])] as [number, number]

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-copy-bench-'))
try {
  const empty = await emptyDatabase()
  const direct = await databaseToDatabase(empty)
  const rates = [{ name: 'database to database', rate: direct }]
  const theirs: number[] = []
  for (const kind of values.servers.split(',') as ServerName[]) {
    rates.push({
      name: `server to server, both ${kind}`,
      rate: await serverToServer(kind, empty, millraceCopy),
    })
    if (existsSync(join(MEI, 'import-experiments'))) {
      theirs.push(await serverToServer(kind, empty, exportImport))
      console.log(`mlflow-export-import, both ${kind}: ${shown(theirs.at(-1))} runs/s`)
    } else console.log(`mlflow-export-import is not in ${MEI}; set MEI_BIN`)
  }
  report(rates, theirs)
} finally {
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
}

async function databaseToDatabase(empty: string): Promise<number> {
  const source = seeded(empty, 'direct', RUNS)
  const started = performance.now()
  const target = `sqlite:///${join(folder, 'direct-target.db')}`
  // The runs of the source have none.
  await millrace('copy', `sqlite:///${source}`, target, '--no-artifacts')
  const rate = RUNS / seconds(started)
  assertWhole(join(folder, 'direct-target.db'), RUNS)
  return rate
}

type Program = (source: RunningServer, target: RunningServer) => Promise<void>

async function serverToServer(kind: ServerName, empty: string, program: Program): Promise<number> {
  const label = `${kind}-${program.name}`
  const source = await start(kind, `${label}-source`, seeded(empty, label, SERVER_RUNS))
  const file = join(folder, `${label}-target.db`)
  copyFileSync(empty, file)
  const target = await start(kind, `${label}-target`, file)
  await warm(source)
  await warm(target)
  const started = performance.now()
  await program(source, target)
  const rate = SERVER_RUNS / seconds(started)
  await source.stop()
  await target.stop()
  assertWhole(file, SERVER_RUNS)
  return rate
}

async function millraceCopy(source: RunningServer, target: RunningServer): Promise<void> {
  await millrace('copy', addressOf(source), addressOf(target))
}

async function exportImport(source: RunningServer, target: RunningServer): Promise<void> {
  const files = join(folder, `export-${source.port}`)
  const threads = ['--use-threads', 'True']
  await mei('export-experiments', source, ['--experiments', 'bench', '--output-dir', files, ...threads])
  await mei('import-experiments', target, ['--input-dir', files, ...threads])
}

function mei(command: string, server: RunningServer, args: string[]): Promise<void> {
  return run(join(MEI, command), args, { MLFLOW_TRACKING_URI: addressOf(server) })
}

function millrace(...args: string[]): Promise<void> {
  return run(process.execPath, [MILLRACE, ...args])
}

/** Timed with the start of the program, as its user waits for both. */
async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  await promisify(execFile)(command, args, {
    cwd: folder,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', ...env },
    maxBuffer: 1e9,
  })
}

function start(kind: ServerName, label: string, file: string): Promise<RunningServer> {
  const database: BenchDatabase = { uri: `sqlite:///${file}`, count: async () => 0 }
  const where = join(folder, label)
  mkdirSync(where, { recursive: true })
  return startServer(SERVERS[kind], where, database)
}

/** MLflow's workers come up one by one long after the first answers; nobody should pay for that. */
async function warm(server: RunningServer): Promise<void> {
  const address = `${addressOf(server)}/api/2.0/mlflow/experiments/get-by-name?experiment_name=Default`
  const end = performance.now() + 30_000
  for (let quick = 0; quick < 3 && performance.now() < end; ) {
    const started = performance.now()
    const asked = Array.from({ length: 24 }, () => fetch(address).then((reply) => reply.text()))
    const refused = (await Promise.allSettled(asked)).some(({ status }) => status === 'rejected')
    quick = refused || seconds(started) > 2 ? 0 : quick + 1
    await sleep(1000)
  }
}

function addressOf({ port }: RunningServer): string {
  return `http://127.0.0.1:${port}`
}

async function emptyDatabase(): Promise<string> {
  const file = join(folder, 'empty.db')
  const server = await start('millrace', 'empty', file)
  await server.stop()
  return file
}

function seeded(empty: string, label: string, runs: number): string {
  const file = join(folder, `${label}-source.db`)
  copyFileSync(empty, file)
  const db = new Database(file)
  db.exec(`insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
    values (7, 'bench', 'mlflow-artifacts:/7', 'active', 1, 1)`)
  const numbers = (end: number) =>
    `with recursive t (n) as (select 0 union all select n + 1 from t where n + 1 < ${end})`
  const run = `printf('%032x', n % ${runs})`
  db.exec(`
    insert into runs (run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)
      ${numbers(runs)} select ${run}, 'run-' || n, 'UNKNOWN', 'ana', 'FINISHED', 1700000000000 + n, 1700000001000 + n,
      'active', 'mlflow-artifacts:/7/' || ${run} || '/artifacts', 7 from t;
    insert into tags ("key", value, run_uuid) ${numbers(runs)} select 'mlflow.runName', 'run-' || n, ${run} from t;
    insert into params ("key", value, run_uuid) ${numbers(runs * 10)} select 'p' || (n / ${runs}), n, ${run} from t;
    insert into metrics ("key", value, timestamp, step, is_nan, run_uuid) ${numbers(runs * METRICS * POINTS)}
      select 'm' || (n / ${runs} % ${METRICS}), n / 7.0, 1700000000000 + n, n / ${runs * METRICS}, 0, ${run} from t;
    insert into latest_metrics ("key", value, timestamp, step, is_nan, run_uuid)
      select "key", value, timestamp, step, is_nan, run_uuid from metrics where step = ${POINTS - 1}`)
  db.close()
  return file
}

function assertWhole(file: string, runs: number): void {
  const db = new Database(file, { readonly: true })
  const [there, points] = ['runs', 'metrics'].map((table) =>
    db.prepare(`select count(*) from ${table}`).pluck().get(),
  )
  db.close()
  if (there === runs && points === runs * METRICS * POINTS) return
  throw new Error(`${there} of ${runs} runs arrived, with ${points} points`)
}

function seconds(started: number): number {
  return (performance.now() - started) / 1000
}

function shown(rate = Number.NaN): string {
  return rate.toFixed(1)
}

function report(rates: readonly { name: string; rate: number }[], theirs: readonly number[]): void {
  // Databases are compared with the faster pair of servers.
  const against = [Math.max(...theirs), ...theirs]
  for (const [i, { name, rate }] of rates.entries()) {
    const ratio = rate / (against[i] ?? Number.NaN)
    const verdict = ratio >= MUST ? 'ok' : 'missed'
    console.log(
      `${name}: ${shown(rate)} runs/s, ${shown(ratio)} times mlflow-export-import; must be ${MUST}: ${verdict}`,
    )
  }
}
