import { randomUUID } from 'node:crypto'
import { type BigIntStats, constants } from 'node:fs'
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  unlink,
} from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { doesNotExist, invalidParameter } from '@millrace/contract'
import { byCodePoint } from './by-code-point.ts'
import { errorCode, isInside, resolveEntry, resolveExisting, resolveFolder, unlessMissing } from './inside.ts'
import { localRoot } from './local-root.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type FileInfo,
  type ReadOptions,
  resolveRange,
} from './repository.ts'
import { invalidPath, type SafePath } from './safe-path.ts'

/** MLflow's own prefix: both servers hide each other's unfinished files in a shared folder. */
const UNFINISHED = '.artifact.uploading.'
const STATS_AT_ONCE = 64
const READ_CHUNK = 64 * 1024
const WRITE_BUFFER = 1024 * 1024

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
  }
}

async function* listFolder(root: string, path: SafePath, signal?: AbortSignal): AsyncGenerator<FileInfo> {
  if (isUnfinished(path)) return
  const folder = await locate(root, path)
  const names = folder === undefined ? undefined : await unlessMissing(readdir(folder))
  if (folder === undefined || !names) return
  const visible = names.filter((name) => !name.startsWith(UNFINISHED)).sort(byCodePoint)
  const prefix = path === '' ? '' : `${path}/`

  for (let i = 0; i < visible.length; i += STATS_AT_ONCE) {
    signal?.throwIfAborted()
    const batch = visible.slice(i, i + STATS_AT_ONCE)
    const infos = await Promise.all(batch.map((name) => childInfo(root, folder, name, prefix + name)))
    for (const info of infos) if (info) yield info
  }
}

/** A child that vanished meanwhile, or links to nowhere or out of the root, is not shown. */
async function childInfo(
  root: string,
  folder: string,
  name: string,
  path: string,
): Promise<FileInfo | undefined> {
  const found = await unlessMissing(lstat(join(folder, name), { bigint: true }))
  if (!found?.isSymbolicLink()) return found && toInfo(path, found)
  const realRoot = await realpath(root)
  const target = await unlessMissing(realpath(join(folder, name)))
  if (target === undefined || !isInside(realRoot, target)) return undefined
  const stats = await unlessMissing(stat(target, { bigint: true }))
  return stats && toInfo(path, stats)
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
  if (end >= start) return handle.createReadStream({ start, end, highWaterMark: READ_CHUNK, signal })
  await handle.close()
  return Readable.from([])
}

async function writeFile(
  root: string,
  path: SafePath,
  source: ArtifactSource,
  signal?: AbortSignal,
): Promise<FileInfo> {
  try {
    checkFileName(path)
    signal?.throwIfAborted()
    return await writeAside(await makeFolder(root, path), path, source, signal)
  } catch (error) {
    if (source instanceof Readable) source.destroy()
    throw asClientError(error, path)
  }
}

function checkFileName(path: SafePath): void {
  if (path === '') throw isFolder(path)
  const name = basename(path)
  if (!name.startsWith(UNFINISHED)) return
  throw invalidParameter(
    `Invalid artifact file name: '${name}'. Artifact names starting with '${UNFINISHED}' are reserved.`,
  )
}

/** The real folder that is to hold `path`, made and on disk. */
async function makeFolder(root: string, path: SafePath): Promise<string> {
  await makeDurable(root)
  // Before any folder is made: refuses a name too long, and a link at the end that leaves the root, although the
  // rename would only replace it.
  const realRoot = await realpath(root)
  await resolveExisting(root, path)
  await unlessMissing(lstat(join(realRoot, path)))
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')))
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
  const handle = await open(unfinished, 'wx', 0o666)
  try {
    // The stream syncs and closes the file: Windows renames none that is open.
    await pipeline(source, handle.createWriteStream({ flush: true, highWaterMark: WRITE_BUFFER }), { signal })
    const info = toInfo(path, await stat(unfinished, { bigint: true }))
    await rename(unfinished, join(folder, basename(path)))
    await syncFolder(folder)
    return info
  } catch (error) {
    await unlessMissing(unlink(unfinished))
    throw error
  }
}

async function deletePath(root: string, path: SafePath): Promise<void> {
  const entry = await resolveEntry(root, path)
  const found = entry === undefined ? undefined : await unlessMissing(lstat(entry))
  if (entry === undefined || !found) return
  // A link is removed itself: MLflow's own delete follows links in the middle of a path out of its root.
  if (found.isDirectory()) await rm(entry, { recursive: true, force: true })
  else await unlessMissing(unlink(entry))
}

/** Windows cannot open a folder to sync it, and keeps its entries in a journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function locate(root: string, path: SafePath): Promise<string | undefined> {
  try {
    return await resolveExisting(root, path)
  } catch (error) {
    throw asClientError(error, path)
  }
}

function isUnfinished(path: SafePath): boolean {
  return path.startsWith(UNFINISHED) || path.includes(`/${UNFINISHED}`)
}

function isFolder(path: SafePath) {
  return invalidParameter(`Artifact path refers to a directory, not a file: '${path}'`)
}

/** Errors that the path is to blame for; the rest (a full disk, no permission) stays what it is. */
function asClientError(error: unknown, path: SafePath): unknown {
  switch (errorCode(error)) {
    case 'EISDIR':
      return isFolder(path)
    case 'EEXIST':
    case 'ENOTDIR':
      return invalidParameter(`Invalid path: a part of '${path}' is a file, not a directory`)
    case 'ENAMETOOLONG':
      return invalidPath()
    default:
      return error
  }
}

function toInfo(path: string, stats: BigIntStats): FileInfo {
  if (stats.isDirectory()) return { path, is_dir: true, mtime: Number(stats.mtimeMs) }
  return {
    path,
    is_dir: false,
    file_size: Number(stats.size),
    mtime: Number(stats.mtimeMs),
    etag: `"${stats.mtimeNs.toString(36)}-${stats.size.toString(36)}-${stats.ino.toString(36)}"`,
  }
}
