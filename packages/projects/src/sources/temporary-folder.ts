import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one run. */
export async function temporaryFolder(): Promise<{ folder: string; release: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-project-'))
  return { folder, release: () => rm(folder, { recursive: true, force: true }) }
}
