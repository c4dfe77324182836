import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'

/** How far a spool is sent. */
export interface Progress {
  /** Every byte of the file before this one is with the server. */
  readonly sent: number
  /** What runs that were begun while the server was away are called there. */
  readonly runs: Readonly<Record<string, string>>
}

const NOTHING: Progress = { sent: 0, runs: {} }

/** What cannot be read counts as nothing: to send again does no harm. */
export function readProgress(path: string): Progress {
  try {
    const { sent, runs } = JSON.parse(readFileSync(path, 'utf8')) as Progress
    return Number.isSafeInteger(sent) && sent >= 0 ? { sent, runs: runs ?? {} } : NOTHING
  } catch {
    return NOTHING
  }
}

export async function writeProgress(path: string, progress: Progress): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify(progress))
  await rename(`${path}.part`, path)
}
