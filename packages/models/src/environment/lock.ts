import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const HEARTBEAT_MS = 5000
/** Who gave no sign for so long is gone, wherever it was. */
const STALE_MS = 60_000
const PAUSE_MS = 100

/** Does `work` while no other process does, on any machine that sees the folder. */
export async function withLock<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  while (!(await isTaken(path))) {
    if (await isAbandoned(path)) await clear(path)
    else await sleep(PAUSE_MS, undefined, signal && { signal })
  }
  const beating = setInterval(() => {
    const now = new Date()
    void utimes(path, now, now).catch(() => {})
  }, HEARTBEAT_MS).unref()
  try {
    return await work()
  } finally {
    clearInterval(beating)
    await rm(path, { recursive: true, force: true })
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await mkdir(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  await writeFile(join(path, 'owner'), JSON.stringify({ host: hostname(), pid: process.pid }))
  return true
}

/** Its process is gone, or was on a machine that is. */
async function isAbandoned(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > STALE_MS) return true
    const { host, pid } = JSON.parse(await readFile(join(path, 'owner'), 'utf8')) as {
      host: string
      pid: number
    }
    return host === hostname() && !isAlive(pid)
  } catch {
    // It is being taken, or let go of.
    return false
  }
}

/** Of several who find it abandoned, one takes it away. */
async function clear(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => {})
  await rm(aside, { recursive: true, force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
