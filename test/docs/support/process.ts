import { type ChildProcess, spawn } from 'node:child_process'

export interface Ended {
  readonly ok: boolean
  readonly stdout: string
  /** All that was printed, in its order. */
  readonly printed: string
}

export interface Place {
  readonly cwd: string
  readonly env: Record<string, string>
}

/** A program in a process group of its own, and what it prints. */
export class Program {
  readonly child: ChildProcess
  #stdout = ''
  #printed = ''

  constructor(command: string, args: readonly string[], place: Place, stdin: 'ignore' | 'pipe' = 'ignore') {
    this.child = spawn(command, args, { ...place, detached: true, stdio: [stdin, 'pipe', 'pipe', 'pipe'] })
    const stream = (index: 1 | 2) => this.child.stdio[index] as NodeJS.ReadableStream
    stream(1).setEncoding('utf8')
    stream(1).on('data', (text: string) => {
      this.#stdout += text
      this.#printed += text
    })
    stream(2).setEncoding('utf8')
    stream(2).on('data', (text: string) => {
      this.#printed += text
    })
  }

  get printed(): string {
    return this.#printed
  }

  /** What was printed since the last call. */
  take(): Omit<Ended, 'ok'> {
    const taken = { stdout: this.#stdout, printed: this.#printed }
    this.#stdout = ''
    this.#printed = ''
    return taken
  }

  ended(): Promise<Ended> {
    return new Promise((resolve, reject) => {
      this.child.once('error', reject)
      this.child.once('close', (code) => resolve({ ok: code === 0, ...this.take() }))
    })
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  /** Asks it and its children to end, and waits for that. */
  async stop(): Promise<void> {
    if (!this.isRunning || this.child.pid === undefined) return
    const closed = new Promise((resolve) => this.child.once('close', resolve))
    process.kill(-this.child.pid, 'SIGTERM')
    await closed
  }
}
