/**
 * What logging by the SDK costs: metrics over HTTP beside the Python client's asynchronous logging on the same Millrace server,
 * and in-process into SQLite. Prints one line of JSON; exit code 1 if a value was lost or an aim was missed. Wants a build.
 *
 * node bench/sdk.ts [points] [points of the Python client]
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { startServer } from '../test/helpers/server.ts'
import { PYTHON, SERVER_ENV } from './servers.ts'

interface Measured {
  readonly run_id: string
  readonly points: number
  readonly per_second: number
  readonly per_cpu_second: number
  readonly microseconds_in_loop: number
  readonly max_memory_mb: number
}

const AIMS = {
  times_python: 10,
  in_process_per_cpu_second: 100_000,
  microseconds_in_loop: 2,
  max_memory_mb: 120,
}

const points = Number(process.argv[2] ?? 1_000_000)
const pythonPoints = Number(process.argv[3] ?? 20_000)
const execute = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
const CLIENT = join(import.meta.dirname, 'sdk-client.js')
const MILLRACE = join(import.meta.dirname, '../packages/cli/dist/millrace.js')
/** In the repository the server has no package of its own that a built SDK would find. */
const FROM_SOURCE = { ...process.env, SDK: '../packages/sdk/src/index.ts' }

try {
  const { http, python } = await overHttp()
  const inProcess = await alone()
  const result = {
    http,
    python,
    in_process: inProcess,
    times_python: Math.round((10 * http.per_second) / python.per_second) / 10,
  }
  console.log(JSON.stringify(result))
  const met =
    result.times_python >= AIMS.times_python &&
    inProcess.per_cpu_second >= AIMS.in_process_per_cpu_second &&
    http.microseconds_in_loop <= AIMS.microseconds_in_loop &&
    http.max_memory_mb <= AIMS.max_memory_mb
  process.exitCode = met ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function overHttp(): Promise<{ http: Measured; python: Measured }> {
  const database = join(folder, 'http.db')
  const program = { command: process.execPath, args: [MILLRACE, 'server'] }
  const server = await startServer({ database, artifacts: join(folder, 'artifacts') }, program)
  try {
    const http = await measured(process.execPath, [CLIENT, server.url, String(points)], process.env)
    const script = join(import.meta.dirname, 'sdk_client.py')
    const python = await measured(PYTHON, [script, server.url, String(pythonPoints)], {
      ...process.env,
      ...SERVER_ENV,
    })
    for (const one of [http, python]) assertComplete(database, one)
    return { http, python }
  } finally {
    await server.stop()
  }
}

async function alone(): Promise<Measured> {
  const database = join(folder, 'alone.db')
  const result = await measured(
    process.execPath,
    [CLIENT, `sqlite:///${database}`, String(points)],
    FROM_SOURCE,
  )
  assertComplete(database, result)
  return result
}

async function measured(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Measured> {
  const { stdout } = await execute(command, args, { env })
  return JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')) ?? '') as Measured
}

function assertComplete(path: string, { run_id, points }: Measured): void {
  const database = new Database(path, { readonly: true })
  const count = database
    .prepare("select count(*) from metrics where run_uuid = ? and key = 'loss'")
    .pluck()
    .get(run_id)
  database.close()
  if (count !== points) throw new Error(`${count} of ${points} values arrived`)
}
