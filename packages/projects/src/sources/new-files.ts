import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Env } from '@millrace/sdk'
import { git } from './git-program.ts'
import { NOT_CODE } from './not-code.ts'

/** A new file that is larger is data, not code. */
const LARGEST_NEW_FILE = 1024 * 1024

/** What is not kept with a run, and why not. */
export interface LeftOut {
  readonly name: string
  readonly reason: string
}

interface NewFiles {
  readonly kept: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

/** The files of a working copy that git does not know yet, without those that it ignores and those that are no code. */
export async function newFiles(root: string, env: Env): Promise<NewFiles> {
  const listed = await git(['ls-files', '-z', '--others', '--exclude-standard'], { cwd: root, env })
  const names = listed.split('\0').filter((name) => name !== '' && !name.split('/').some(isNotCode))
  const environments = names
    .filter((name) => /(?:^|\/)pyvenv\.cfg$/.test(name))
    .map((name) => `${dirname(name)}/`)
  const kept: string[] = []
  const leftOut: LeftOut[] = []
  for (const name of names) {
    if (environments.some((folder) => name.startsWith(folder))) continue
    const reason = await reasonAgainst(root, name)
    if (reason === undefined) kept.push(name)
    else leftOut.push({ name, reason })
  }
  return { kept, leftOut }
}

const isNotCode = (name: string) => NOT_CODE.test(name)

async function reasonAgainst(root: string, name: string): Promise<string | undefined> {
  // So git names a repository within the repository.
  if (name.endsWith('/')) return 'a repository of its own'
  const { size } = await lstat(join(root, name)).catch(() => ({ size: 0 }))
  return size > LARGEST_NEW_FILE ? 'larger than 1 MiB' : undefined
}

const MOST_SHOWN = 10

/** For people. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  const shown = leftOut.slice(0, MOST_SHOWN).map(({ name, reason }) => `${name} (${reason})`)
  const more = leftOut.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
