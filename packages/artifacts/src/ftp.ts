import { posix } from 'node:path'
import { addAbortSignal, PassThrough, Readable } from 'node:stream'
import { MlflowError } from '@millrace/contract'
import type { Client, FileInfo } from 'basic-ftp'
import { type FileSession, openFileServer, type RemoteEntry } from './file-server.ts'
import { optionalLibrary } from './library.ts'
import type { ArtifactRepository } from './repository.ts'
import { type ServerPlace, serverPlace } from './server-place.ts'
import { poolPerPlace } from './session-pool.ts'
import { numberedFailure, numberOf } from './store-error.ts'
import { undefinedIf } from './undefined-if.ts'

const CONNECTIONS = 8
const SILENCE_MS = 60_000

const loadFtp = () => optionalLibrary(['basic-ftp'], () => import('basic-ftp'))

const poolOf = poolPerPlace(connect, CONNECTIONS)

/** `ftp://user:password@host:port/folder`; anonymous where no user is named. */
export function openFtp(uri: string): ArtifactRepository {
  const { folder, ...place } = serverPlace(uri)
  return openFileServer(
    { name: `ftp://${place.host}`, pool: poolOf(place), failureOf: numberedFailure('FTP') },
    folder,
  )
}

async function connect({
  host,
  port,
  username,
  password,
}: Omit<ServerPlace, 'folder'>): Promise<FileSession> {
  const { Client: FtpClient } = await loadFtp()
  const client = new FtpClient(SILENCE_MS)
  try {
    await client.access({
      host,
      ...(port !== undefined && { port }),
      ...(username !== undefined && { user: username }),
      ...(password !== undefined && { password }),
    })
    return sessionOf(client)
  } catch (error) {
    client.close()
    throw numberOf(error) === NOT_LOGGED_IN
      ? new MlflowError(
          'UNAUTHENTICATED',
          `The FTP host '${host}' does not accept the login of this server.`,
          {
            cause: error,
          },
        )
      : new MlflowError('TEMPORARILY_UNAVAILABLE', `The FTP host '${host}' cannot be reached.`, {
          cause: error,
        })
  }
}

/** What servers answer; 550 stands for everything that is wrong with a path. */
const NOT_LOGGED_IN = 530
const NO_SUCH_FILE = 550

function sessionOf(client: Client): FileSession {
  const list = async (folder: string): Promise<RemoteEntry[] | undefined> => {
    const entries = await unlessGone(inFolder(client, folder, () => client.list()))
    return entries?.filter(({ name }) => name !== '.' && name !== '..').map(entryOf)
  }
  const stat = async (path: string): Promise<RemoteEntry | undefined> => {
    if (path === '/') return { name: '', kind: 'folder', size: 0 }
    return (await list(posix.dirname(path)))?.find(({ name }) => name === posix.basename(path))
  }
  /** What is gone already is no error; what is there still may not be removed. */
  const removed = async (path: string, removal: Promise<unknown>) => {
    try {
      await removal
    } catch (error) {
      if (numberOf(error) !== NO_SUCH_FILE || (await stat(path))) throw error
    }
  }
  return {
    isOpen: () => !client.closed,
    close: () => client.close(),
    list,
    stat,
    async read(path, { start, end, size }) {
      const through = new PassThrough()
      const done = client.downloadTo(through, path, start)
      done.catch((error) => through.destroy(error))
      if (end === size - 1) return Readable.from(wholly(through, done), { objectMode: false })
      return Readable.from(upTo(through, end - start + 1, client), { objectMode: false })
    },
    write: async (path, source, signal) => {
      const body = Readable.from(source)
      if (signal) addAbortSignal(signal, body)
      await client.uploadFrom(body, path)
    },
    rename: async (from, to) => void (await client.rename(from, to)),
    async makeFolder(path) {
      if ((await unlessGone(client.send(`MKD ${path}`))) !== undefined) return
      if ((await unlessGone(inFolder(client, path, async () => true))) !== true) {
        throw new MlflowError(
          'INVALID_PARAMETER_VALUE',
          'Invalid path: a part of it is a file, not a directory',
        )
      }
    },
    removeFile: (path) => removed(path, client.remove(path)),
    removeFolder: (path) => removed(path, client.send(`RMD ${path}`)),
  }
}

/** Servers take the argument of LIST for options where it begins with `-`, or cut it at a blank; a folder to be in, they do not. */
async function inFolder<T>(client: Client, folder: string, work: () => Promise<T>): Promise<T> {
  await client.cd(folder)
  return work()
}

async function* wholly(source: Readable, done: Promise<unknown>): AsyncGenerator<Buffer> {
  yield* source as AsyncIterable<Buffer>
  // Only now is the connection free.
  await done
}

/** FTP gives files to their end: who wants less hangs up. */
async function* upTo(source: Readable, length: number, client: Client): AsyncGenerator<Buffer> {
  let left = length
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (chunk.length >= left) client.close()
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

function entryOf({ name, size, modifiedAt, isDirectory, isSymbolicLink }: FileInfo): RemoteEntry {
  const kind = isDirectory ? 'folder' : isSymbolicLink ? 'link' : 'file'
  return { name, kind, size, ...(modifiedAt && { mtime: modifiedAt.getTime() }) }
}

const unlessGone = undefinedIf((error) => numberOf(error) === NO_SUCH_FILE)
