/**
 * Projects run beside the real `mlflow run`: the same project, the same server (Millrace), one after the other. Prints a
 * table; absolute figures drift with the machine, ratios count.
 *
 * MLFLOW_BIN=…/bin/mlflow node bench/projects.ts [times]
 *
 * Needs a build, and virtualenv and uv beside MLFLOW_BIN or in the PATH; without uv Millrace's first environment fetches it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { PYTHON_ENV } from '../test/helpers/python-venv.ts'
import { startServer } from '../test/helpers/server.ts'
import { quantile } from './measure.ts'

const MLFLOW = process.env.MLFLOW_BIN ?? 'mlflow'
const MILLRACE = [process.execPath, join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'millrace.js')]
const TIMES = Number(process.argv[2] ?? 5)
const OUTPUT_MB_PER_SECOND = 10
const OUTPUT_SECONDS = 10
const OFTEN_MS = 100

const LINE = 'x'.repeat(99)
/** Ten times a second a tenth of it. */
const WRITER = `
let beats = 0
const lines = (${JSON.stringify(LINE)} + '\\n').repeat(${OUTPUT_MB_PER_SECOND * 1000})
const timer = setInterval(() => {
  process.stdout.write(lines)
  if (++beats === ${OUTPUT_SECONDS * 10}) clearInterval(timer)
}, 100)
`

const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
const server = await startServer({ database: join(folder, 'm.db'), artifacts: join(folder, 'artifacts') })
const env = {
  ...process.env,
  ...PYTHON_ENV,
  PATH: `${dirname(MLFLOW)}:${process.env.PATH}`,
  MLFLOW_TRACKING_URI: server.url,
}
try {
  await measure()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const plain = await makeProject('plain', 'entry_points: {main: {command: "true"}}\n')
  const isolated = await makeProject(
    'isolated',
    'python_env: python_env.yaml\nentry_points: {main: {command: "true"}}\n',
  )
  await writeFile(
    join(isolated, 'python_env.yaml'),
    `python: "${await pythonVersion()}"\ndependencies: [six==1.16.0]\n`,
  )

  const itself = await median(() => timed(['bash', '-c', 'true']))
  const ours = await median(() => timed([...MILLRACE, 'run', plain]))
  const theirs = await median(() => timed([MLFLOW, 'run', plain, '--env-manager', 'local']))
  tell('the command itself', itself)
  tell('millrace run', ours)
  tell('mlflow run', theirs)
  tell('overhead of millrace run (aim: 500 and a tenth of theirs)', ours - itself, theirs - itself)

  const ourFresh = await median((time) => timed([...MILLRACE, 'run', isolated], envRoot(`ours-${time}`)))
  const managed = [MLFLOW, 'run', isolated, '--env-manager', 'virtualenv']
  const theirFresh = await timed(managed, envRoot('theirs'))
  tell('a fresh environment (aim: a fifth of theirs)', ourFresh, theirFresh)
  const cached = await median(() => timed([...MILLRACE, 'run', isolated], envRoot('ours-0')))
  tell('a cached environment, over a run without one (aim: 300)', cached - ours)

  await measureOutput()
}

/** One that is there: pyenv would go and build any other. */
async function pythonVersion(): Promise<string> {
  const child = spawn('python3', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
  return (await text(child.stdout)).trim().replace('Python ', '')
}

async function measureOutput(): Promise<void> {
  const writer = await makeProject('writer', 'entry_points: {main: {command: "node writer.js"}}\n')
  await writeFile(join(writer, 'writer.js'), WRITER)
  const child = spawn(MILLRACE[0] as string, [...MILLRACE.slice(1), 'run', writer], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let bytes = 0
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength
  })
  const memory: number[] = []
  const ended = once(child, 'exit')
  const watching = watchMemory(child.pid as number, memory)
  await ended
  await watching
  const wanted = OUTPUT_MB_PER_SECOND * OUTPUT_SECONDS * 1_000_000
  tell('output: bytes lost of 100 MB at 10 MB/s (must: 0)', wanted - bytes)
  tell(
    'output: memory at the start and at most, MB',
    memory[Math.min(10, memory.length - 1)] ?? 0,
    Math.max(...memory),
  )
}

async function watchMemory(pid: number, seen: number[]): Promise<void> {
  while (existsSync(`/proc/${pid}/status`)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
    if (kilobytes > 0) seen.push(kilobytes / 1000)
    await sleep(OFTEN_MS)
  }
}

async function makeProject(name: string, mlproject: string): Promise<string> {
  const place = join(folder, name)
  await mkdir(place)
  await writeFile(join(place, 'MLproject'), mlproject)
  return place
}

function envRoot(name: string): NodeJS.ProcessEnv {
  return { MLFLOW_ENV_ROOT: join(folder, 'envs', name) }
}

async function median(work: (time: number) => Promise<number>): Promise<number> {
  const seen: number[] = []
  for (let time = 0; time < TIMES; time++) seen.push(await work(time))
  return quantile(seen, 0.5)
}

/** Milliseconds from the start of a program to its end, which must be a good one. */
async function timed(
  [program = '', ...args]: readonly string[],
  besides: NodeJS.ProcessEnv = {},
): Promise<number> {
  const started = performance.now()
  const child = spawn(program, args, { env: { ...env, ...besides }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said += piece
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${said}`)
  return performance.now() - started
}

function tell(what: string, ...values: readonly number[]): void {
  console.log([what.padEnd(64), ...values.map((value) => value.toFixed(0).padStart(10))].join(''))
}
