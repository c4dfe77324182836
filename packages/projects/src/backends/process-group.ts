import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** How long programs may take to end well, asked for it. */
const PATIENCE_MS = 10_000

const LOOK_MS = 50

/** A program with all that it started. */
export class ProcessGroup {
  readonly #id: number
  readonly #hurry = new AbortController()

  constructor(id: number) {
    this.#id = id
  }

  /** Asks all of them to end, and ends those that do not. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM')
    if (!(await this.#isGoneInTime())) this.#signal('SIGKILL')
  }

  /** For who is asked to stop: it waits no longer. */
  hurry(): void {
    this.#hurry.abort()
  }

  async #isGoneInTime(): Promise<boolean> {
    const latest = performance.now() + PATIENCE_MS
    while (performance.now() < latest && !this.#hurry.signal.aborted) {
      await pause(LOOK_MS, undefined, { signal: this.#hurry.signal }).catch(() => {})
      if (!(await this.#isAlive())) return true
    }
    return false
  }

  async #isAlive(): Promise<boolean> {
    return this.#signal(0) && !(await hasEnded(this.#id))
  }

  /** @returns whether there is one that could be told */
  #signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.#id, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      return false
    }
  }
}

/**
 * Whether nothing is left of a group but processes that have ended and that no parent asks for: in a container whose first
 * process does not, they stay for ever. Only Linux tells; elsewhere it is no.
 */
async function hasEnded(group: number): Promise<boolean> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name))
  if (pids.length === 0) return false
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')))
  return !stats.some((stat) => isRunningOf(group, stat))
}

/** `PID (NAME) STATE PARENT GROUP …`; a name may hold anything. */
function isRunningOf(group: number, stat: string): boolean {
  const [state, , of] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(of) === group && state !== 'Z' && state !== 'X'
}
