import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { invalidParameter } from '@millrace/contract'
import type { SFTPWrapper, Stats } from 'ssh2'
import { type FileSession, openFileServer, type RemoteEntry } from './file-server.ts'
import type { ArtifactRepository, ArtifactSource } from './repository.ts'
import { serverPlace } from './server-place.ts'
import { type Closable, poolPerPlace } from './session-pool.ts'
import { connectSftp, type SshPlace } from './sftp-connect.ts'
import { numberedFailure, numberOf } from './store-error.ts'
import { atOnce } from './transfer/at-once.ts'
import { undefinedIf } from './undefined-if.ts'

const CONNECTIONS = 8

const poolOf = poolPerPlace(connect, CONNECTIONS)

/** `sftp://user:password@host:port/folder`; names, keys and hosts from `~/.ssh` as `ssh` takes them. */
export function openSftp(uri: string): ArtifactRepository {
  const { folder, ...place } = serverPlace(uri)
  return openFileServer(
    { name: `sftp://${place.host}`, pool: poolOf(place), failureOf: numberedFailure('SFTP') },
    folder,
  )
}

/** Status codes of the protocol. */
const NO_SUCH_FILE = 2

async function connect(place: SshPlace): Promise<FileSession> {
  const { sftp, isOpen, close } = await connectSftp(place)
  return { ...callsOf(sftp), isOpen, close }
}

function callsOf(sftp: SFTPWrapper): Omit<FileSession, keyof Closable> {
  const call = {
    readdir: promisify(sftp.readdir.bind(sftp)),
    stat: promisify(sftp.stat.bind(sftp)),
    rename: promisify(sftp.ext_openssh_rename.bind(sftp)),
    mkdir: promisify((path: string, done: (error: Error | null | undefined) => void) =>
      sftp.mkdir(path, done),
    ),
    rmdir: promisify(sftp.rmdir.bind(sftp)),
    unlink: promisify(sftp.unlink.bind(sftp)),
    realpath: promisify(sftp.realpath.bind(sftp)),
  }
  const stat = async (path: string) => {
    const stats = await unlessGone(call.stat(path))
    return stats && entryOf(path, stats)
  }
  return {
    stat,
    async list(folder) {
      if ((await stat(folder))?.kind !== 'folder') return undefined
      const entries = await unlessGone(call.readdir(folder))
      return entries
        ?.filter(({ filename }) => filename !== '.' && filename !== '..')
        .map(({ filename, attrs }) => entryOf(filename, attrs))
    },
    read: async (path, { start, end }) => new Readable().wrap(sftp.createReadStream(path, { start, end })),
    write: (path, source, signal) => writeTo(sftp, path, source, signal),
    rename: (from, to) => call.rename(from, to),
    async makeFolder(path) {
      try {
        await call.mkdir(path)
      } catch (error) {
        // The protocol has no word for "it is there already".
        const found = await stat(path)
        if (found?.kind === 'folder') return
        if (found) throw invalidParameter('Invalid path: a part of it is a file, not a directory')
        throw error
      }
    },
    removeFile: async (path) => void (await unlessGone(call.unlink(path))),
    removeFolder: async (path) => void (await unlessGone(call.rmdir(path))),
    realPath: async (path) => ((await stat(path)) ? call.realpath(path) : undefined),
  }
}

/** What the protocol lets a write hold everywhere, and how many go out before the first is answered. */
const WRITE_BYTES = 32 * 1024
const WRITES_UNDER_WAY = 64

async function writeTo(
  sftp: SFTPWrapper,
  path: string,
  source: ArtifactSource,
  signal: AbortSignal | undefined,
): Promise<void> {
  const handle = await promisify((done: (error: Error | undefined, handle: Buffer) => void) =>
    sftp.open(path, 'wx', done),
  )()
  const write = promisify(sftp.write.bind(sftp))
  try {
    await pipeline(
      source,
      (chunks: ArtifactSource) =>
        atOnce(WRITES_UNDER_WAY, piecesOf(chunks), ({ bytes, at }) =>
          write(handle, bytes, 0, bytes.length, at).then(() => {}),
        ),
      { signal },
    )
  } finally {
    await promisify(sftp.close.bind(sftp))(handle)
  }
}

async function* piecesOf(chunks: ArtifactSource): AsyncGenerator<{ bytes: Buffer; at: number }> {
  let at = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.byteLength; from += WRITE_BYTES) {
      const piece = chunk.subarray(from, from + WRITE_BYTES)
      yield { bytes: Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength), at }
      at += piece.byteLength
    }
  }
}

function entryOf(name: string, stats: Pick<Stats, 'mode' | 'size' | 'mtime'>): RemoteEntry {
  const kind =
    (stats.mode & 0o170000) === 0o040000 ? 'folder' : (stats.mode & 0o170000) === 0o120000 ? 'link' : 'file'
  return { name, kind, size: stats.size, mtime: stats.mtime * 1000 }
}

const unlessGone = undefinedIf((error) => numberOf(error) === NO_SUCH_FILE)
