import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchDatabase } from './backend.ts'
import { Connection } from './connection.ts'
import { processTree } from './process-tree.ts'
import { get } from './requests.ts'
import { SERVER_ENV, type ServerSpec } from './servers.ts'

const START_TIMEOUT_MS = 180_000
const STOP_TIMEOUT_MS = 20_000
const HEALTH = get('/health')

export interface RunningServer {
  spec: ServerSpec
  port: number
  pid: number
  database: BenchDatabase
  /** From spawning the command to the first 200 of `/health`. */
  startSeconds: number
  stop(): Promise<void>
}

const running = new Set<RunningServer>()

/** Starts the server on a database, its working directory `folder`, and waits until it answers. */
export async function startServer(
  spec: ServerSpec,
  folder: string,
  database: BenchDatabase,
): Promise<RunningServer> {
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const log = join(folder, 'server.log')
  const out = openSync(log, 'a')
  const started = performance.now()
  const child = spawn(
    spec.command,
    [...spec.args, '--backend-store-uri', database.uri, '--host', '127.0.0.1', '--port', String(port)],
    // A session of its own makes the process tree recognisable even where a parent in it dies.
    { cwd: folder, env: { ...process.env, ...SERVER_ENV }, stdio: ['ignore', out, out], detached: true },
  )
  closeSync(out)
  const pid = await spawned(child)
  const server: RunningServer = { spec, port, pid, database, startSeconds: 0, stop: () => stop(server) }
  running.add(server)
  try {
    await healthy(port, child)
  } catch (error) {
    await server.stop()
    throw new Error(`${spec.title} did not start: ${tail(log)}`, { cause: error })
  }
  server.startSeconds = (performance.now() - started) / 1000
  return server
}

/** For the end of the program, however it comes. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()))
}

async function stop(server: RunningServer): Promise<void> {
  if (!running.delete(server)) return
  signal([server.pid], 'SIGTERM')
  const deadline = performance.now() + STOP_TIMEOUT_MS
  while (processTree(server.pid).length > 0 && performance.now() < deadline) await sleep(50)
  signal(processTree(server.pid), 'SIGKILL')
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

async function healthy(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`exited with ${child.exitCode}`)
    if (await answers(port)) return
    await sleep(5)
  }
  throw new Error('no answer from /health in time')
}

async function answers(port: number): Promise<boolean> {
  const connection = new Connection(port)
  try {
    return (await connection.send(HEALTH)).status === 200
  } catch {
    // Nobody listens yet, or the listener was not ready: that is what is being waited for.
    return false
  } finally {
    connection.close()
  }
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve(child.pid as number))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      if (address === null || typeof address === 'string') throw new Error('A TCP server has an address')
      probe.close(() => resolve(address.port))
    })
  })
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n')
}
