import { type FileInfo, type SafePath, safePath } from '@millrace/artifacts'
import type { Place } from '../artifacts/locate.ts'

/** Files, by what became of them. */
export interface FileCounts {
  readonly source: number
  readonly target: number
  readonly copied: number
}

/** Copies a folder with all it holds; what is there already, in the same size and no older, stays. */
export async function copyArtifacts(from: Place, to: Place): Promise<FileCounts> {
  const counts = { source: 0, target: 0, copied: 0 }
  for await (const file of filesBelow(from, from.path)) {
    counts.source += 1
    const path = below(to.path, file.path.slice(from.path === '' ? 0 : from.path.length + 1))
    if (!(await isThere(to, path, file))) {
      const { stream } = await from.repository.read(below('', file.path))
      await to.repository.write(path, stream)
      counts.copied += 1
    }
    counts.target += 1
  }
  return counts
}

async function* filesBelow({ repository }: Place, folder: SafePath): AsyncGenerator<FileInfo> {
  for await (const entry of repository.list(folder)) {
    if (entry.is_dir) yield* filesBelow({ repository, path: folder }, below('', entry.path))
    else yield entry
  }
}

async function isThere({ repository }: Place, path: SafePath, file: FileInfo): Promise<boolean> {
  const there = await repository.stat(path)
  if (there === undefined || there.is_dir || there.file_size !== file.file_size) return false
  return file.mtime === undefined || there.mtime === undefined || there.mtime >= file.mtime
}

function below(folder: string, path: string): SafePath {
  return safePath(folder === '' ? path : `${folder}/${path}`, { decoded: true })
}
