import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { doesNotExist } from '@millrace/contract'
import { byCodePoint } from '../by-code-point.ts'
import { digestOf } from '../digest.ts'
import { readBytes } from '../file-bytes.ts'
import { unlessMissing } from '../inside.ts'
import { type FileInfo, resolveRange } from '../repository.ts'
import type { TransferSource } from './tree.ts'

/**
 * A user's own folder. Links to files are followed wherever they lead (model caches are full of them); links to folders
 * are left out, as MLflow's clients do.
 */
export function localFolder(folder: string): TransferSource {
  const infoOf = async (path: string): Promise<FileInfo | undefined> => {
    const found = await unlessMissing(stat(join(folder, path)))
    if (!found) return undefined
    const { mtimeMs: mtime, size } = found
    return found.isDirectory()
      ? { path, is_dir: true, mtime }
      : { path, is_dir: false, file_size: size, mtime }
  }
  const read: TransferSource['read'] = async (path, { range, signal } = {}) => {
    const handle = await open(join(folder, path))
    const { size } = await handle.stat()
    const { start, end } = resolveRange(range, size)
    return { stream: readBytes(handle, start, end, signal), size, start, end }
  }
  return {
    async *list(path) {
      const entries = await readdir(join(folder, path), { withFileTypes: true })
      for (const entry of entries.sort((a, b) => byCodePoint(a.name, b.name))) {
        const info = await infoOf(path === '' ? entry.name : `${path}/${entry.name}`)
        if (info && !(info.is_dir && entry.isSymbolicLink())) yield info
      }
    },
    stat: (path) => infoOf(path),
    read,
    sha256: async (path) => digestOf((await read(path)).stream),
  }
}

/** The folder of a file, and its name in it; a folder has the empty name. @throws MlflowError when nothing is there */
export async function placeOf(path: string): Promise<{ folder: string; name: string }> {
  const found = await unlessMissing(stat(path))
  if (!found) throw doesNotExist(`No such file or directory: '${path}'`)
  return found.isDirectory() ? { folder: path, name: '' } : { folder: dirname(path), name: basename(path) }
}
