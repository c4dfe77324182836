import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ExitError } from '../exit-error.ts'

/** Written when all is there; a folder without it is half a demo, or none of ours. */
const MARK = 'demo.json'
/** Holds the number of the process that serves it, or served it last. */
const SERVER = 'server.pid'

/** Where caches of this system lie: found again from any folder, and harmless to delete. */
export function demoFolder({ platform, env } = process): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'millrace', 'demo')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'millrace', 'demo')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'millrace', 'demo')
}

/** The flags of a server that has its stores in this folder. */
export function storesIn(folder: string): { backendStoreUri: string; artifactsDestination: string } {
  const file = join(folder, 'mlflow.db').replaceAll('\\', '/')
  return { backendStoreUri: `sqlite:///${file}`, artifactsDestination: join(folder, 'artifacts') }
}

export function isFilled(folder: string): boolean {
  return markOf(folder)?.filled === true
}

/** An empty folder that is known as ours. @throws ExitError where something else is in it */
export function emptyFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) removeFolder(folder)
  mkdirSync(folder, { recursive: true })
  mark(folder, false)
}

export function markFilled(folder: string): void {
  mark(folder, true)
}

/** Notes that this process serves it. */
export function markServed(folder: string): void {
  writeFileSync(join(folder, SERVER), String(process.pid))
}

/** @returns whether there was one. @throws ExitError where it is no demo's, or one that is being served */
export function removeFolder(folder: string): boolean {
  if (!existsSync(folder)) return false
  if (!markOf(folder)) throw new ExitError(`${folder} was not made by millrace demo; nothing is deleted.`)
  const pid = serverOf(folder)
  if (pid !== undefined)
    throw new ExitError(`The demo in ${folder} is being served by process ${pid}: stop that first.`)
  rmSync(folder, { recursive: true })
  return true
}

/** The process that serves it, if that still runs. */
function serverOf(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, SERVER), 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    return undefined
  }
}

function mark(folder: string, filled: boolean): void {
  writeFileSync(join(folder, MARK), JSON.stringify({ madeBy: 'millrace demo', filled }))
}

function markOf(folder: string): { filled: boolean } | undefined {
  try {
    const mark = JSON.parse(readFileSync(join(folder, MARK), 'utf8'))
    return mark.madeBy === 'millrace demo' ? mark : undefined
  } catch {
    return undefined
  }
}
