import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe } from 'vitest'

export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

/** A suite that needs outside programs; where one is missing, it is skipped and its title says why. */
export function describeWith(programs: string[], title: string, suite: () => void): void {
  const missing = programs.filter((name) => !findProgram(name))
  describeUnless(missing.length > 0 && `${missing.join(', ')} not installed`, title, suite)
}

export function describeUnless(reason: string | false, title: string, suite: () => void): void {
  if (!reason) {
    describe(title, suite)
    return
  }
  console.warn(`skipped: ${title}: ${reason}`)
  describe.skip(`${title} (skipped: ${reason})`, suite)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
