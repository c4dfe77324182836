import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { PYTHON_ENV } from './python-venv.ts'
import { REPOSITORY } from './repository.ts'

/** How to start a program that understands the options of `mlflow server`. */
export interface ServerProgram {
  command: string
  args: string[]
  env?: Record<string, string>
}

export interface ServerOptions {
  /** A SQLite file, or the URI of a database. */
  database: string
  artifacts: string
  /** A free one if none is given. */
  port?: number
  args?: string[]
  env?: Record<string, string>
  /** `--static-prefix`; the URL then ends with it. */
  prefix?: string
}

export interface RunningServer {
  url: string
  port: number
  pid: number
  log(): string
  /** Asks it to end (SIGTERM) and waits for that. */
  stop(): Promise<void>
  /** Kills it and its children with SIGKILL. */
  kill(): Promise<void>
}

export const MILLRACE: ServerProgram = {
  command: process.execPath,
  args: [join(REPOSITORY, 'packages/cli/src/main.ts'), 'server'],
}

export function mlflowProgram(bin: string): ServerProgram {
  return {
    command: bin,
    args: ['server', '--workers', '1'],
    env: { ...PYTHON_ENV, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_ALLOW_FILE_STORE: 'true' },
  }
}

/** Ours; with MILLRACE_TEST_SERVER=/path/to/mlflow the real one, to try the tests themselves against it. */
export const SERVER_UNDER_TEST = process.env.MILLRACE_TEST_SERVER
  ? mlflowProgram(process.env.MILLRACE_TEST_SERVER)
  : MILLRACE

export async function startServer(
  options: ServerOptions,
  program = SERVER_UNDER_TEST,
): Promise<RunningServer> {
  const port = options.port ?? (await freePort())
  const args = [
    ...program.args,
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--backend-store-uri', databaseUri(options.database), '--artifacts-destination', options.artifacts],
    ...(options.prefix ? ['--static-prefix', options.prefix] : []),
    ...(options.args ?? []),
  ]
  // Its own process group, so that MLflow's workers end with it.
  const child = spawn(program.command, args, {
    detached: true,
    env: { ...process.env, ...program.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const server = { url: `http://127.0.0.1:${port}${options.prefix ?? ''}`, port, ...controls(child) }
  await untilHealthy(server, child)
  return server
}

function databaseUri(database: string): string {
  return /^\w+(\+\w+)?:/.test(database) ? database : `sqlite:///${database}`
}

function controls(child: ChildProcess): Pick<RunningServer, 'pid' | 'log' | 'stop' | 'kill'> {
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const killAtExit = () => signalGroup(child, 'SIGKILL')
  process.once('exit', killAtExit)
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = async (signal: NodeJS.Signals) => {
    signalGroup(child, signal)
    await closed
    process.off('exit', killAtExit)
  }
  return { pid: child.pid ?? 0, log: () => printed, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return
  process.kill(-child.pid, signal)
}

async function untilHealthy(server: RunningServer, child: ChildProcess): Promise<void> {
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  const giveUp = Date.now() + 90_000
  while (Date.now() < giveUp) {
    if (failure) throw failure
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${server.log()}`)
    if (await answers(`${server.url}/health`)) return
    await sleep(30)
  }
  await server.kill()
  throw new Error(`the server did not answer /health:\n${server.log()}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}
