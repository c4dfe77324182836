import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const SUFFIXES = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']

/** Where a program is in the PATH, or undefined. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = folders.flatMap((folder) => SUFFIXES.map((suffix) => join(folder, name + suffix)))
  return candidates.find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
