import { describe } from 'vitest'
import { findProgram as findIn } from '../../packages/models/src/environment/find-program.ts'

export const findProgram = (name: string): string | undefined => findIn(name, process.env)

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
