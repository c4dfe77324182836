import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { doesNotExist, invalidParameter, MlflowError } from '@millrace/contract'
import { byCodePoint } from './by-code-point.ts'
import { isUnfinished, UNFINISHED } from './local-files.ts'
import { checkFileName } from './local-write.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type FileInfo,
  isFolder,
  type ReadOptions,
  resolveRange,
  UnsatisfiableRange,
} from './repository.ts'
import type { SafePath } from './safe-path.ts'
import type { Closable, Pool } from './session-pool.ts'
import { type StoreFailure, storeError } from './store-error.ts'
import { WatchedBody } from './watched-body.ts'

/** Something on a file server; `link` where the server tells links from what they lead to. */
export interface RemoteEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link'
  readonly size: number
  /** Milliseconds since 1970. */
  readonly mtime?: number
}

/** What file servers can do, each in its own protocol. Paths are absolute. What is missing is undefined, not an error. */
export interface FileSession extends Closable {
  list(folder: string): Promise<RemoteEntry[] | undefined>
  /** Links are followed. */
  stat(path: string): Promise<RemoteEntry | undefined>
  /** The bytes from `start` to `end`, both included, of a file that is `size` long. */
  read(path: string, part: { start: number; end: number; size: number }): Promise<Readable>
  write(path: string, source: ArtifactSource, signal: AbortSignal | undefined): Promise<void>
  /** What was there is replaced. Never called where the server writes whole files. */
  rename(from: string, to: string): Promise<void>
  /** One that is there already is no error. */
  makeFolder(path: string): Promise<void>
  removeFile(path: string): Promise<void>
  removeFolder(path: string): Promise<void>
  /** A folder is removed with all it holds. */
  readonly removesTrees?: boolean
  /** The server itself shows a file when it is whole, and has no names to change: what is written is written in its place. */
  readonly writesWhole?: boolean
  /** With all links followed, where the server knows links. */
  realPath?(path: string): Promise<string | undefined>
}

/** One file server, spoken to in its protocol. */
export interface FileServer {
  /** What paths are below in errors: `sftp://host`. */
  readonly name: string
  readonly pool: Pool<FileSession>
  failureOf(error: unknown): StoreFailure
}

/** A folder of a file server as a repository. */
export function openFileServer(server: FileServer, root: string): ArtifactRepository {
  const { pool } = server
  const at = (path: SafePath) => posix.join(root, path)
  const using = async <T>(work: (session: FileSession) => Promise<T>): Promise<T> => {
    const session = await pool.take()
    try {
      const result = await work(session)
      pool.giveBack(session)
      return result
    } catch (error) {
      if (isRefusal(error)) pool.giveBack(session)
      else pool.discard(session)
      throw error
    }
  }
  const told = async <T>(path: SafePath, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw storeError(error, `${server.name}${at(path)}`, server.failureOf(error))
    }
  }
  return {
    async *list(path, options) {
      const infos = await told(
        path,
        using((session) => childrenOf(session, root, path)),
      )
      options?.signal?.throwIfAborted()
      yield* infos
    },
    stat: (path) =>
      told(
        path,
        using(async (session) => {
          await assertInside(session, root, path)
          const found = isUnfinished(path) ? undefined : await session.stat(at(path))
          return found && infoOf(path, found)
        }),
      ),
    read: (path, options) => told(path, readFrom(pool, root, path, options)),
    async write(path, source, options) {
      const target = at(path)
      const unfinished = posix.join(posix.dirname(target), UNFINISHED + randomUUID())
      const body = new WatchedBody(source)
      try {
        checkFileName(path)
        return await using((session) =>
          writeFile(
            session,
            { root, path, place: session.writesWhole ? target : unfinished },
            body,
            options?.signal,
          ),
        )
      } catch (error) {
        if (error instanceof BrokenWrite) {
          // The connection may be what broke: this is another one. What broke first is the news.
          await using((session) => session.removeFile(unfinished)).catch(() => {})
        }
        if (body.error !== undefined) throw body.error
        return await told(path, Promise.reject(error instanceof BrokenWrite ? error.cause : error))
      } finally {
        if (source instanceof Readable) source.destroy()
      }
    },
    delete: (path) =>
      told(
        path,
        using(async (session) => {
          await assertInside(session, root, path)
          const entry = await entryItself(session, at(path))
          if (entry) await remove(session, at(path), entry)
        }),
      ),
  }
}

/** A link, not what it leads to. */
async function entryItself(session: FileSession, path: string): Promise<RemoteEntry | undefined> {
  if (!session.realPath) return session.stat(path)
  const siblings = await session.list(posix.dirname(path))
  return siblings?.find(({ name }) => name === posix.basename(path))
}

/** What was begun is to be removed, over another connection: nobody knows what still goes over this one. */
class BrokenWrite extends Error {
  constructor(cause: unknown) {
    super('the file was begun', { cause })
  }
}

async function childrenOf(session: FileSession, root: string, path: SafePath): Promise<FileInfo[]> {
  if (isUnfinished(path)) return []
  await assertInside(session, root, path)
  const entries = (await session.list(posix.join(root, path))) ?? []
  const infos: FileInfo[] = []
  for (const entry of entries.toSorted((a, b) => byCodePoint(a.name, b.name))) {
    if (entry.name.startsWith(UNFINISHED)) continue
    const child = (path === '' ? entry.name : `${path}/${entry.name}`) as SafePath
    const found = entry.kind === 'link' ? await behindLink(session, root, child) : entry
    if (!found) continue
    const info = infoOf(child, found)
    infos.push(info.is_dir && entry.kind === 'link' ? { ...info, is_link: true } : info)
  }
  return infos
}

/** A link to nowhere or out of the root is not shown. */
async function behindLink(
  session: FileSession,
  root: string,
  path: SafePath,
): Promise<RemoteEntry | undefined> {
  const [realRoot, real] = [await session.realPath?.(root), await session.realPath?.(posix.join(root, path))]
  if (realRoot === undefined || real === undefined || !isWithin(realRoot, real)) return undefined
  return session.stat(real)
}

/** @throws MlflowError when a link on the way to `path`, or at its end, leaves the root */
async function assertInside(session: FileSession, root: string, path: SafePath): Promise<void> {
  if (!session.realPath) return
  const realRoot = await session.realPath(root)
  if (realRoot === undefined) return
  for (let names = path.split('/'); names.length > 0 && names[0] !== ''; names = names.slice(0, -1)) {
    const real = await session.realPath(posix.join(root, ...names))
    if (real === undefined) continue
    if (isWithin(realRoot, real)) return
    throw invalidParameter('Invalid path: resolved path is outside the artifact directory')
  }
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`)
}

async function readFrom(
  pool: Pool<FileSession>,
  root: string,
  path: SafePath,
  { range, signal }: ReadOptions = {},
): Promise<ArtifactRead> {
  signal?.throwIfAborted()
  const session = await pool.take()
  try {
    await assertInside(session, root, path)
    const found = isUnfinished(path) ? undefined : await session.stat(posix.join(root, path))
    if (!found) throw doesNotExist(`No such artifact: '${path}'`)
    if (found.kind === 'folder') throw isFolder(path)
    const { size, mtime } = found
    const { start, end } = resolveRange(range, size)
    const known = { size, start, end, ...(mtime !== undefined && { mtime }) }
    if (end < start) {
      pool.giveBack(session)
      return { stream: Readable.from([]), ...known }
    }
    const stream = await session.read(posix.join(root, path), { start, end, size })
    // Read to its end, the connection may serve the next; broken off, nobody knows what still comes over it.
    stream.once('close', () => (stream.readableEnded ? pool.giveBack(session) : pool.discard(session)))
    signal?.addEventListener('abort', () => stream.destroy(signal.reason), { once: true })
    return { stream, ...known }
  } catch (error) {
    if (isRefusal(error)) pool.giveBack(session)
    else pool.discard(session)
    throw error
  }
}

/** Only after a plain refusal is it certain that nothing is under way on a connection any more. */
function isRefusal(error: unknown): boolean {
  return error instanceof MlflowError || error instanceof UnsatisfiableRange
}

/** @param place what is written, and is given its name when it is whole */
async function writeFile(
  session: FileSession,
  { root, path, place }: { root: string; path: SafePath; place: string },
  body: WatchedBody,
  signal: AbortSignal | undefined,
): Promise<FileInfo> {
  signal?.throwIfAborted()
  await assertInside(session, root, path)
  const target = posix.join(root, path)
  await makeFolders(session, posix.dirname(target))
  const before = await session.stat(target)
  if (before?.kind === 'folder') throw isFolder(path)
  try {
    await session.write(place, body, signal)
    const info = infoOf(path, (await session.stat(place)) ?? missing(path))
    if (info.file_size !== body.bytes) throw cut(path, info, body)
    if (place !== target) await session.rename(place, target)
    return info
  } catch (error) {
    // What a server has not shown need not be removed.
    throw place === target ? error : new BrokenWrite(error)
  }
}

async function makeFolders(session: FileSession, folder: string): Promise<void> {
  if (folder === '/' || (await session.stat(folder))?.kind === 'folder') return
  await makeFolders(session, posix.dirname(folder))
  await session.makeFolder(folder)
}

async function remove(session: FileSession, path: string, { kind }: RemoteEntry): Promise<void> {
  if (kind !== 'folder') return session.removeFile(path)
  const children = session.removesTrees ? [] : await session.list(path)
  for (const child of children ?? []) {
    await remove(session, posix.join(path, child.name), child)
  }
  await session.removeFolder(path)
}

function infoOf(path: string, { kind, size, mtime }: RemoteEntry): FileInfo {
  const times = mtime === undefined ? {} : { mtime }
  return kind === 'folder'
    ? { path, is_dir: true, ...times }
    : { path, is_dir: false, file_size: size, ...times }
}

function missing(path: SafePath): never {
  throw doesNotExist(`'${path}' vanished while it was written`)
}

/** A server whose disk is full may take a body to its end and keep less of it. */
function cut(path: SafePath, { file_size }: FileInfo, { bytes }: WatchedBody): MlflowError {
  return new MlflowError('DATA_LOSS', `The server kept ${file_size} of the ${bytes} bytes of '${path}'.`)
}
