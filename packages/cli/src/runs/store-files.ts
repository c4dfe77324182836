import { stat } from 'node:fs/promises'
import { uploadTree } from '@millrace/artifacts'
import type { Client } from '@millrace/sdk'
import { ExitError } from '../exit-error.ts'
import { ProgressLine, toMebibytes } from '../progress-line.ts'
import { placeOfRun } from './artifact-place.ts'

/**
 * Stores a file, or all that a folder holds, with a run.
 * @returns how many files
 * @throws ExitError where there is no such file or folder
 */
export async function storeFiles(
  client: Client,
  runId: string,
  local: string,
  under: string | undefined,
  isFolder: boolean,
): Promise<number> {
  await assertIs(local, isFolder)
  const { repository, path } = await placeOfRun(client, runId, under)
  const progress = new ProgressLine(process.stderr)
  const { files } = await uploadTree(repository, local, path, {
    onProgress: (now) => progress.show('MiB', toMebibytes(now.bytesDone), toMebibytes(now.bytes)),
  })
  progress.end()
  return files
}

async function assertIs(local: string, isFolder: boolean): Promise<void> {
  const found = await stat(local).catch(() => undefined)
  if (!found) throw new ExitError(`No such file or directory: '${local}'`)
  if (found.isDirectory() === isFolder) return
  throw new ExitError(
    `'${local}' is ${isFolder ? 'a file: use log-artifact' : 'a folder: use log-artifacts'}.`,
  )
}
