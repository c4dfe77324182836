import { constants } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { doesNotExist } from '@millrace/contract'
import { digestOf } from './digest.ts'
import { readBytes } from './file-bytes.ts'
import { resolveEntry, unlessMissing } from './inside.ts'
import { isUnfinished, locate, toInfo } from './local-files.ts'
import { listFolder } from './local-list.ts'
import { localRoot } from './local-root.ts'
import { sweepUnfinished } from './local-sweep.ts'
import { localUploads } from './local-uploads.ts'
import { writeFile } from './local-write.ts'
import { lstat, unlink } from './near-files.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type FileInfo,
  isFolder,
  type ReadOptions,
  resolveRange,
} from './repository.ts'
import type { SafePath } from './safe-path.ts'

// A FIFO in the folder must not block the thread; a link put in place after the check must not be followed.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Files below a folder of this machine, given as a path or a `file:` URI. The folder is made by the first write. */
export function openLocal(uri: string): ArtifactRepository {
  const root = resolve(localRoot(uri))
  return {
    list: (path, options) => listFolder(root, path, options?.signal),
    stat: (path) => statPath(root, path),
    read: (path, options) => readFile(root, path, options),
    write: (path, source, options) => writeFile(root, path, source, options?.signal),
    delete: (path) => deletePath(root, path),
    uploads: localUploads(root),
    sha256: async (path) => digestOf((await readFile(root, path)).stream),
    sweep: (before) => sweepUnfinished(root, before),
  }
}

async function statPath(root: string, path: SafePath): Promise<FileInfo | undefined> {
  const real = isUnfinished(path) ? undefined : await locate(root, path)
  const found = real === undefined ? undefined : await unlessMissing(stat(real, { bigint: true }))
  return found && toInfo(path, found)
}

async function readFile(root: string, path: SafePath, options: ReadOptions = {}): Promise<ArtifactRead> {
  options.signal?.throwIfAborted()
  const real = isUnfinished(path) ? undefined : await locate(root, path)
  const handle = real === undefined ? undefined : await unlessMissing(open(real, READ_FLAGS))
  if (!handle) throw doesNotExist(`No such artifact: '${path}'`)
  try {
    return await openRead(handle, path, options)
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openRead(handle: FileHandle, path: SafePath, options: ReadOptions): Promise<ArtifactRead> {
  const found = await handle.stat({ bigint: true })
  if (found.isDirectory()) throw isFolder(path)
  if (!found.isFile()) throw doesNotExist(`No such artifact: '${path}'`)
  const { etag, mtime } = toInfo(path, found)
  const size = Number(found.size)
  const { start, end } = resolveRange(options.range, size)
  return { stream: await streamOf(handle, start, end, options.signal), size, start, end, etag, mtime }
}

async function streamOf(
  handle: FileHandle,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Readable> {
  if (end >= start) return readBytes(handle, start, end, signal)
  await handle.close()
  return Readable.from([])
}

async function deletePath(root: string, path: SafePath): Promise<void> {
  const entry = await resolveEntry(root, path)
  const found = entry === undefined ? undefined : await unlessMissing(lstat(entry))
  if (entry === undefined || !found) return
  // A link is removed itself: MLflow's own delete follows links in the middle of a path out of its root.
  if (found.isDirectory()) await rm(entry, { recursive: true, force: true })
  else await unlessMissing(unlink(entry))
}
