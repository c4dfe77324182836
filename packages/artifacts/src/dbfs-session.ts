import { Readable } from 'node:stream'
import { invalidParameter } from '@millrace/contract'
import { unlessGone, type Workspace } from './databricks-workspace.ts'
import type { FileSession, RemoteEntry } from './file-server.ts'
import { Parts } from './parts.ts'
import { ReplyError } from './store-error.ts'

const ROOT = '/api/2.0/dbfs'
/** What one call takes or gives. */
const BLOCK_BYTES = 1024 * 1024

interface DbfsFile {
  readonly path: string
  readonly is_dir: boolean
  readonly file_size?: number
  readonly modification_time?: number
}

/** The files of a workspace by its DBFS API. */
export function dbfsSession(workspace: Workspace): FileSession {
  const call = (verb: string, body: object) => workspace.post(`${ROOT}/${verb}`, body)
  const remove = async (path: string, recursive: boolean) => {
    while (!(await removedAll(call('delete', { path, recursive })))) {}
  }
  return {
    isOpen: () => true,
    close: () => {},
    async stat(path) {
      const found = await unlessGone(workspace.get<DbfsFile>(`${ROOT}/get-status`, { path }))
      return found && entryOf(found)
    },
    async list(folder) {
      const found = await unlessGone(workspace.get<{ files?: DbfsFile[] }>(`${ROOT}/list`, { path: folder }))
      // A file lists itself.
      const isFile = found?.files?.some(({ path, is_dir }) => path === folder && !is_dir)
      return isFile ? undefined : found && (found.files ?? []).map(entryOf)
    },
    read: async (path, { start, end }) =>
      Readable.from(blocks(workspace, path, start, end), { objectMode: false }),
    async write(path, source, signal) {
      const { handle } = await workspace.post<{ handle: number | bigint }>(`${ROOT}/create`, { path })
      const parts = new Parts(source, BLOCK_BYTES, { ...(signal && { signal }) })
      try {
        for await (const part of parts) {
          await call('add-block', { handle, data: part.toString('base64') })
          parts.reuse(part)
        }
      } finally {
        await parts.close()
      }
      await call('close', { handle })
    },
    async rename(from, to) {
      const move = () => call('move', { source_path: from, destination_path: to })
      try {
        await move()
      } catch (error) {
        if (!isThere(error)) throw error
        // Nothing is moved to a name that is taken: for a moment there is neither the old file nor the new one.
        // A folder that somebody has filled meanwhile is not what was to be replaced.
        await remove(to, false)
        await move()
      }
    },
    async makeFolder(path) {
      try {
        await call('mkdirs', { path })
      } catch (error) {
        if (!isThere(error)) throw error
        throw invalidParameter('Invalid path: a part of it is a file, not a directory')
      }
    },
    removeFile: (path) => remove(path, false),
    removeFolder: (path) => remove(path, true),
    removesTrees: true,
  }
}

/** Whether all is gone: of large folders a call removes a part, and says that it is to be made again. */
async function removedAll(call: Promise<unknown>): Promise<boolean> {
  try {
    await unlessGone(call)
    return true
  } catch (error) {
    if (error instanceof ReplyError && error.code === 'PARTIAL_DELETE') return false
    throw error
  }
}

function isThere(error: unknown): boolean {
  return error instanceof ReplyError && error.code === 'RESOURCE_ALREADY_EXISTS'
}

/** The next block is under way while one is taken. */
async function* blocks(
  workspace: Workspace,
  path: string,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  const ask = (offset: number) => {
    const length = Math.min(BLOCK_BYTES, end + 1 - offset)
    const query = { path, offset: String(offset), length: String(length) }
    const reply = workspace.get<{ bytes_read: number; data: string }>(`${ROOT}/read`, query)
    // Whoever stops reading does not wait for it.
    reply.catch(() => {})
    return reply
  }
  let next = ask(start)
  for (let at = start; at <= end; ) {
    const block = Buffer.from((await next).data, 'base64')
    if (block.length === 0) throw new ReplyError(502, undefined, 'The file ended before its end')
    at += block.length
    if (at <= end) next = ask(at)
    yield block
  }
}

function entryOf({ path, is_dir, file_size = 0, modification_time }: DbfsFile): RemoteEntry {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {
    name,
    kind: is_dir ? 'folder' : 'file',
    size: file_size,
    ...(modification_time !== undefined && { mtime: modification_time }),
  }
}
