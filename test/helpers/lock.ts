import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Holds a folder as a lock while `work` runs, also against test workers in other processes. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(folder), { recursive: true })
  while (!taken(folder)) await sleep(200)
  try {
    return await work()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function taken(folder: string): boolean {
  try {
    mkdirSync(folder)
    writeFileSync(join(folder, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    if (ownerIsGone(folder)) rmSync(folder, { recursive: true, force: true })
    return false
  }
}

function ownerIsGone(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    return hasCode(error, 'ESRCH')
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
