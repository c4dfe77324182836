import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, closeSync, openSync, renameSync, statSync } from 'node:fs'
import { invalidParameter } from '@millrace/contract'
import { type Control, openControl, type SupervisorState } from './control.ts'
import { endOrphan } from './orphan.ts'
import { type DeploymentRecord, logOf, readRecord, removeSupervisor, writeSupervisor } from './record.ts'
import { serveWords } from './serve-words.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** A server that lived this long is no longer counted as one that cannot start. */
const HEALTHY_MS = 60_000
/** What a server gets to answer what was asked, before it is killed. */
const DRAIN_MS = 10_000
const LONGEST_LOG = 10 * 2 ** 20

/**
 * Serves the deployment in a folder, again whenever its server ends by itself, until it is told to stop or gets a signal.
 * @throws MlflowError where the folder holds no deployment
 */
export async function supervise(folder: string): Promise<void> {
  const record = await readRecord(folder)
  if (!record) throw invalidParameter(`There is no deployment in ${folder}.`)
  await endOrphan(folder, record)
  const supervisor = new Supervisor(folder, record)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => supervisor.stop())
  // The terminal it was started from may close.
  process.on('SIGHUP', () => {})
  await supervisor.run()
}

class Supervisor {
  readonly #folder: string
  #record: DeploymentRecord
  #control: Control | undefined
  #server: ChildProcess | undefined
  #restarts = 0
  #lastExit: string | undefined
  #started = Date.now()
  #stopping = false
  /** A server that was ended to begin anew has not ended by itself. */
  #reloading = false
  #wake: () => void = () => {}

  constructor(folder: string, record: DeploymentRecord) {
    this.#folder = folder
    this.#record = record
  }

  async run(): Promise<void> {
    this.#control = await openControl({
      state: () => this.#state(),
      reload: () => this.#reload(),
      stop: () => this.stop(),
    })
    let pause = FIRST_PAUSE_MS
    while (!this.#stopping) {
      const end = await this.#serveOnce()
      if (this.#stopping) break
      if (this.#reloading) {
        this.#reloading = false
        pause = FIRST_PAUSE_MS
        continue
      }
      this.#lastExit = end
      this.#restarts++
      if (Date.now() - this.#started > HEALTHY_MS) pause = FIRST_PAUSE_MS
      this.#say(`The server ended (${end}); it is started again in ${pause / 1000} s.`)
      await this.#sleep(pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    this.#control.close()
    await removeSupervisor(this.#folder)
  }

  stop(): void {
    this.#stopping = true
    this.#wake()
    this.#endServer()
  }

  async #reload(): Promise<void> {
    const record = await readRecord(this.#folder)
    if (!record) return
    this.#record = record
    this.#restarts = 0
    this.#lastExit = undefined
    // Between two servers the next one reads the record anyhow.
    this.#reloading = this.#server !== undefined
    this.#wake()
    this.#endServer()
  }

  #state(): SupervisorState {
    return {
      // The one that is being ended is no longer what is meant.
      server_pid: this.#reloading ? 0 : (this.#server?.pid ?? 0),
      restarts: this.#restarts,
      started: this.#started,
      ...(this.#lastExit !== undefined && { last_exit: this.#lastExit }),
    }
  }

  /** How the server ended, in words. */
  async #serveOnce(): Promise<string> {
    const { program, cwd, config } = this.#record
    const [command = '', ...words] = [...program, ...serveWords(this.#record)]
    const log = this.#openLog()
    this.#started = Date.now()
    const server = spawn(command, words, {
      cwd,
      env: { ...process.env, ...(config.env as Record<string, string> | undefined) },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.#server = server
    const ended = new Promise<string>((resolve) => {
      server.once('error', (error) => resolve(error.message))
      server.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    })
    await this.#announce(server.pid ?? 0)
    const end = await ended
    this.#server = undefined
    await this.#announce(0)
    return end
  }

  async #announce(server_pid: number): Promise<void> {
    const { port = 0, token = '' } = this.#control ?? {}
    await writeSupervisor(this.#folder, { pid: process.pid, port, token, server_pid })
  }

  #endServer(): void {
    const server = this.#server
    if (!server) return
    server.kill('SIGTERM')
    setTimeout(() => {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL')
    }, DRAIN_MS).unref()
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** A log that has grown long is kept aside, one of them. */
  #openLog(): number {
    const path = logOf(this.#folder)
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (size > LONGEST_LOG) renameSync(path, `${path}.1`)
    return openSync(path, 'a', 0o600)
  }

  #say(line: string): void {
    appendFileSync(logOf(this.#folder), `${new Date().toISOString()} ${line}\n`)
  }
}
