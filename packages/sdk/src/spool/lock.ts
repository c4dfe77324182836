import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { SpoolError } from '../errors.ts'

/** The spools of this process: in a container that was started anew, the same number is another process. */
const held = new Set<string>()

/**
 * Keeps other processes from a spool.
 * @returns how to let them
 * @throws SpoolError where one is at it
 */
export function lockSpool(path: string): () => void {
  const lock = `${path}.lock`
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new SpoolError(`The spool ${path} cannot be used: ${(error as Error).message}`, { cause: error })
    }
    const holder = Number(readFileSync(lock, 'utf8'))
    if (holder === process.pid ? held.has(lock) : isAlive(holder)) {
      throw new SpoolError(`The process ${holder} is at the spool ${path}: give each its own.`)
    }
    // It was killed before it could let go.
    writeFileSync(lock, String(process.pid))
  }
  held.add(lock)
  return () => {
    held.delete(lock)
    rmSync(lock, { force: true })
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
