import { type FileInfo, type SafePath, safePath } from '@millrace/artifacts'
import type { Place } from '../artifacts/locate.ts'

/** Files, by what became of them. */
interface FileCounts {
  source: number
  target: number
  copied: number
}

/** Copies a folder with all it holds; what is there already, in the same size and no older, stays. */
export async function copyArtifacts(from: Place, to: Place): Promise<FileCounts> {
  const counts = { source: 0, target: 0, copied: 0 }
  await copyFolder(from, to, counts)
  return counts
}

/** A folder of the target is listed once: to ask for each file would list it as often on a server. */
async function copyFolder(from: Place, to: Place, counts: FileCounts): Promise<void> {
  let there: Map<string, FileInfo> | undefined
  for await (const entry of from.repository.list(from.path)) {
    const name = entry.path.slice(entry.path.lastIndexOf('/') + 1)
    const place = { ...to, path: below(to.path, name) }
    if (entry.is_dir) {
      await copyFolder({ ...from, path: below('', entry.path) }, place, counts)
      continue
    }
    there ??= await filesIn(to)
    counts.source += 1
    if (!isSame(entry, there.get(name))) {
      const { stream } = await from.repository.read(below('', entry.path))
      await to.repository.write(place.path, stream)
      counts.copied += 1
    }
    counts.target += 1
  }
}

async function filesIn({ repository, path }: Place): Promise<Map<string, FileInfo>> {
  const files = new Map<string, FileInfo>()
  for await (const file of repository.list(path))
    files.set(file.path.slice(file.path.lastIndexOf('/') + 1), file)
  return files
}

function isSame(file: FileInfo, there: FileInfo | undefined): boolean {
  if (there === undefined || there.is_dir || there.file_size !== file.file_size) return false
  return file.mtime === undefined || there.mtime === undefined || there.mtime >= file.mtime
}

function below(folder: string, path: string): SafePath {
  return safePath(folder === '' ? path : `${folder}/${path}`, { decoded: true })
}
