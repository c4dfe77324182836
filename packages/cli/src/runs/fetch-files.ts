import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix, resolve } from 'node:path'
import { type ArtifactPlace, downloadTree } from '@millrace/artifacts'
import { ProgressLine, toMebibytes } from '../progress-line.ts'

/**
 * Fetches a file, or a folder with all it holds, into the folder `target`, or else a new one for temporary files.
 * @returns the local path of what was asked for
 */
export async function fetchFiles({ repository, path }: ArtifactPlace, target?: string): Promise<string> {
  const root = target === undefined ? await mkdtemp(join(tmpdir(), 'millrace-')) : resolve(target)
  const progress = new ProgressLine(process.stderr)
  await downloadTree(repository, path, root, {
    onProgress: (now) => progress.show('MiB', toMebibytes(now.bytesDone), toMebibytes(now.bytes)),
  })
  progress.end()
  return join(root, posix.basename(path))
}
