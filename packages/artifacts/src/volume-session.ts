import { invalidParameter } from '@millrace/contract'
import { unlessGone, type Workspace } from './databricks-workspace.ts'
import type { FileSession, RemoteEntry } from './file-server.ts'
import { encoded } from './proxied.ts'
import { ReplyError } from './store-error.ts'

const FILES = '/api/2.0/fs/files'
const FOLDERS = '/api/2.0/fs/directories'

interface DirectoryEntry {
  readonly name: string
  readonly is_directory: boolean
  readonly file_size?: number
  /** Milliseconds since 1970. */
  readonly last_modified?: number
}

interface DirectoryPage {
  readonly contents?: DirectoryEntry[]
  readonly next_page_token?: string
}

/** The volumes of a workspace by its Files API, which stores whole files. */
export function volumeSession(workspace: Workspace): FileSession {
  const head = (path: string) => unlessGone(workspace.send({ method: 'HEAD', path }))
  const send = async (method: string, path: string) => {
    const reply = await unlessGone(workspace.send({ method, path, headers: { 'content-length': '0' } }))
    reply?.resume()
  }
  return {
    isOpen: () => true,
    close: () => {},
    writesWhole: true,
    async stat(path) {
      const file = await head(FILES + encoded(path))
      file?.resume()
      if (file) return fileOf(path, file.headers)
      const folder = await head(FOLDERS + encoded(path))
      folder?.resume()
      return folder && { name: nameOf(path), kind: 'folder', size: 0 }
    },
    async list(folder) {
      const entries: RemoteEntry[] = []
      for (let page_token: string | undefined = ''; page_token !== undefined; ) {
        const query: Record<string, string> = page_token === '' ? {} : { page_token }
        const asked = workspace.get<DirectoryPage>(FOLDERS + encoded(folder), query)
        const page: DirectoryPage | undefined = await unlessGone(asked)
        if (!page) return undefined
        entries.push(...(page.contents ?? []).map(entryOf))
        page_token = page.next_page_token || undefined
      }
      return entries
    },
    async read(path, { start, end }) {
      const headers = { range: `bytes=${start}-${end}` }
      return workspace.send({ method: 'GET', path: FILES + encoded(path), headers })
    },
    async write(path, body, signal) {
      const headers = { 'content-type': 'application/octet-stream' }
      const target = `${FILES}${encoded(path)}?overwrite=true`
      ;(await workspace.send({ method: 'PUT', path: target, headers, body, signal })).resume()
    },
    rename: () => Promise.reject(new Error('volumes have no names to change')),
    async makeFolder(path) {
      try {
        const headers = { 'content-length': '0' }
        ;(await workspace.send({ method: 'PUT', path: FOLDERS + encoded(path), headers })).resume()
      } catch (error) {
        if (!(error instanceof ReplyError && error.status === 409)) throw error
        throw invalidParameter('Invalid path: a part of it is a file, not a directory')
      }
    },
    removeFile: (path) => send('DELETE', FILES + encoded(path)),
    removeFolder: (path) => send('DELETE', FOLDERS + encoded(path)),
  }
}

function fileOf(path: string, headers: NodeJS.Dict<string | string[]>): RemoteEntry {
  const mtime = Date.parse(String(headers['last-modified']))
  return {
    name: nameOf(path),
    kind: 'file',
    size: lengthIn(headers),
    ...(!Number.isNaN(mtime) && { mtime }),
  }
}

function lengthIn({ 'content-length': length }: NodeJS.Dict<string | string[]>): number {
  if (length !== undefined) return Number(length)
  throw new ReplyError(502, undefined, 'Databricks does not tell how long the file is')
}

function entryOf({ name, is_directory, file_size = 0, last_modified }: DirectoryEntry): RemoteEntry {
  return {
    name,
    kind: is_directory ? 'folder' : 'file',
    size: file_size,
    ...(last_modified !== undefined && { mtime: last_modified }),
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
