import { invalidParameter } from '@millrace/contract'
import { type FileSession, openFileServer, type RemoteEntry } from './file-server.ts'
import { hdfsPlace } from './hdfs-place.ts'
import type { OpenOptions } from './open.ts'
import type { ArtifactRepository } from './repository.ts'
import { oneForAll } from './session-pool.ts'
import { ReplyError, replyFailure } from './store-error.ts'
import { undefinedIf } from './undefined-if.ts'
import { WebHdfs } from './web-hdfs.ts'

/** A folder of Hadoop's file system, `hdfs://namenode/folder` or `viewfs://cluster/folder`, over WebHDFS or HttpFS. */
export async function openHdfs(uri: string, options: OpenOptions = {}): Promise<ArtifactRepository> {
  const place = await hdfsPlace(uri, process.env, options.isAllowedAddress === undefined)
  const session = sessionOf(new WebHdfs(place, options))
  return openFileServer({ name: place.name, pool: oneForAll(session), failureOf: replyFailure }, place.folder)
}

interface FileStatus {
  /** Empty where it is what was asked for itself. */
  readonly pathSuffix: string
  readonly type: 'FILE' | 'DIRECTORY' | 'SYMLINK'
  readonly length: number
  readonly modificationTime: number
}

function sessionOf(hdfs: WebHdfs): FileSession {
  const stat = async (path: string): Promise<RemoteEntry | undefined> => {
    const found = await unlessGone(
      hdfs.ask<{ FileStatus: FileStatus }>({ method: 'GET', path, op: 'GETFILESTATUS' }),
    )
    return found && entryOf(found.FileStatus)
  }
  const remove = async (path: string, recursive: boolean) => {
    const parameters = { recursive: String(recursive) }
    await unlessGone(hdfs.ask({ method: 'DELETE', path, op: 'DELETE', parameters }))
  }
  return {
    isOpen: () => true,
    close: () => {},
    stat,
    async list(folder) {
      const found = await unlessGone(
        hdfs.ask<{ FileStatuses: { FileStatus: FileStatus[] } }>({
          method: 'GET',
          path: folder,
          op: 'LISTSTATUS',
        }),
      )
      const entries = found?.FileStatuses.FileStatus
      return entries?.some(({ pathSuffix }) => pathSuffix === '') ? undefined : entries?.map(entryOf)
    },
    read: (path, { start, end }) => hdfs.open(path, start, end - start + 1),
    write: (path, source, signal) => hdfs.create(path, source, signal),
    async rename(from, to) {
      const ask = (parameters: Record<string, string>) =>
        hdfs.ask<{ boolean: boolean }>({ method: 'PUT', path: from, op: 'RENAME', parameters })
      const done = await ask({ destination: to, renameoptions: 'OVERWRITE' })
      if (done?.boolean !== false) return
      // HttpFS knows no options, and renames to no name that is taken.
      await remove(to, false)
      if ((await ask({ destination: to }))?.boolean === false) throw new Error('HDFS did not rename the file')
    },
    async makeFolder(path) {
      try {
        await hdfs.ask({ method: 'PUT', path, op: 'MKDIRS' })
      } catch (error) {
        if (!isBelowFile(error)) throw error
        throw invalidParameter('Invalid path: a part of it is a file, not a directory')
      }
    },
    removeFile: (path) => remove(path, false),
    removeFolder: (path) => remove(path, true),
    removesTrees: true,
  }
}

function entryOf({ pathSuffix, type, length, modificationTime }: FileStatus): RemoteEntry {
  const kind = type === 'DIRECTORY' ? 'folder' : type === 'SYMLINK' ? 'link' : 'file'
  return { name: pathSuffix, kind, size: length, mtime: modificationTime }
}

/** What lies below a file is not there. */
const unlessGone = undefinedIf(
  (error) => isBelowFile(error) || (error instanceof ReplyError && error.code === 'FileNotFoundException'),
)

const BELOW_FILE = ['ParentNotDirectoryException', 'FileAlreadyExistsException']

/** Some versions say it as a refusal, in words. */
function isBelowFile(error: unknown): boolean {
  if (!(error instanceof ReplyError)) return false
  return (
    BELOW_FILE.includes(error.code ?? '') || /\(is not a directory\)|not a directory/i.test(error.message)
  )
}
