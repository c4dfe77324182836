import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { invalidParameter } from '@millrace/contract'
import { writeBytes } from './file-bytes.ts'
import { syncFolder } from './folder-sync.ts'
import { isInside, resolveExisting, resolveFolder, unlessMissing } from './inside.ts'
import { asClientError, toInfo, UNFINISHED } from './local-files.ts'
import { lstat, type OpenFile, openFile, realpath, rename, unlink } from './near-files.ts'
import type { ArtifactSource, FileInfo } from './repository.ts'
import { isFolder } from './repository.ts'
import type { SafePath } from './safe-path.ts'

export async function writeFile(
  root: string,
  path: SafePath,
  source: ArtifactSource,
  signal?: AbortSignal,
): Promise<FileInfo> {
  try {
    checkFileName(path)
    signal?.throwIfAborted()
    return await writeAside(await folderFor(root, path), path, source, signal)
  } catch (error) {
    if (source instanceof Readable) source.destroy()
    throw asClientError(error, path)
  }
}

/** @throws MlflowError for the root and for names that unfinished files have */
export function checkFileName(path: SafePath): void {
  if (path === '') throw isFolder(path)
  const name = basename(path)
  if (!name.startsWith(UNFINISHED)) return
  throw invalidParameter(
    `Invalid artifact file name: '${name}'. Artifact names starting with '${UNFINISHED}' are reserved.`,
  )
}

/** The real folder that is to hold `path`, made and on disk. */
export async function folderFor(root: string, path: SafePath): Promise<string> {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const [realRoot, folder] = await Promise.all([
    unlessMissing(realpath(root)),
    unlessMissing(realpath(join(root, parent))),
  ])
  // The usual case. A link at the end that leaves the root is refused although the rename would only replace it.
  if (realRoot !== undefined && folder !== undefined && isInside(realRoot, folder)) {
    const found = await unlessMissing(lstat(join(folder, basename(path))))
    if (found?.isSymbolicLink()) await resolveExisting(root, path)
    return folder
  }
  return makeFolder(root, path, parent)
}

async function makeFolder(root: string, path: SafePath, parent: string): Promise<string> {
  await makeDurable(root)
  // Before any folder is made: refuses a name too long, and a link that leaves the root.
  const realRoot = await realpath(root)
  await resolveExisting(root, path)
  await unlessMissing(lstat(join(realRoot, path)))
  const { real, missing } = await resolveFolder(realRoot, parent)
  const folder = join(real, ...missing)
  await makeDurable(folder)
  return folder
}

async function makeDurable(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = resolve(made, '..')) {
    await syncFolder(resolve(made, '..'))
  }
}

async function writeAside(
  folder: string,
  path: SafePath,
  source: ArtifactSource,
  signal?: AbortSignal,
): Promise<FileInfo> {
  const unfinished = join(folder, UNFINISHED + randomUUID())
  const handle = await openFile(unfinished, 'wx', 0o666)
  try {
    const info = await fill(handle, path, source, signal)
    await rename(unfinished, join(folder, basename(path)))
    await syncFolder(folder)
    return info
  } catch (error) {
    await unlessMissing(unlink(unfinished))
    throw error
  }
}

/** Closes the file in the end: Windows renames none that is open. */
async function fill(
  handle: OpenFile,
  path: SafePath,
  source: ArtifactSource,
  signal?: AbortSignal,
): Promise<FileInfo> {
  try {
    await writeBytes(handle, source, { signal })
    return toInfo(path, await handle.stat({ bigint: true }))
  } finally {
    await handle.close()
  }
}
