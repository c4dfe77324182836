/**
 * What people wait for at a terminal: commands of `millrace` beside those of `mlflow`, on one server (Millrace). Prints a
 * table of medians, and a line of JSON; exit code 1 where an aim is missed. Wants a build.
 *
 * MLFLOW_BIN=…/bin/mlflow node bench/commands.ts [times]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PYTHON_ENV } from '../test/helpers/python-venv.ts'
import { startServer } from '../test/helpers/server.ts'
import { quantile } from './measure.ts'

const MLFLOW = [process.env.MLFLOW_BIN ?? 'mlflow']
const MILLRACE = [process.execPath, join(import.meta.dirname, '../packages/cli/bin/millrace.js')]
const QUESTIONS: readonly (readonly string[])[] = [['--help'], ['experiments', 'search']]
const AIMS = { times: 10, helpMs: 150 }

const times = Number(process.argv[2] ?? 5)
const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
const program = { command: MILLRACE[0] as string, args: [...MILLRACE.slice(1), 'server'] }
const server = await startServer(
  { database: join(folder, 'm.db'), artifacts: join(folder, 'artifacts') },
  program,
)
try {
  const rows = []
  for (const question of QUESTIONS) {
    const ours = await median([...MILLRACE, ...question])
    const theirs = await median([...MLFLOW, ...question])
    rows.push({ command: question.join(' '), ours_ms: ours, mlflow_ms: theirs, times: round(theirs / ours) })
  }
  console.table(rows)
  console.log(JSON.stringify(rows))
  const [help] = rows
  const met = rows.every((row) => row.times >= AIMS.times) && (help?.ours_ms ?? 0) <= AIMS.helpMs
  process.exitCode = met ? 0 : 1
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Milliseconds; the first time fills the system's caches and does not count. */
async function median(command: readonly string[]): Promise<number> {
  await timed(command)
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push(await timed(command))
  return round(quantile(all, 0.5))
}

async function timed([program = '', ...args]: readonly string[]): Promise<number> {
  const started = performance.now()
  const env = { ...process.env, ...PYTHON_ENV, MLFLOW_TRACKING_URI: server.url }
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  return performance.now() - started
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
