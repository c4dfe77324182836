import type { BigIntStats } from 'node:fs'
import { InsufficientStorage, invalidParameter } from '@millrace/contract'
import { errorCode, resolveExisting } from './inside.ts'
import { type FileInfo, isFolder } from './repository.ts'
import { invalidPath, type SafePath } from './safe-path.ts'

/** MLflow's own prefix: both servers hide each other's unfinished files in a shared folder. */
export const UNFINISHED = '.artifact.uploading.'

export function isUnfinished(path: SafePath): boolean {
  return path.startsWith(UNFINISHED) || path.includes(`/${UNFINISHED}`)
}

/** The real place of what exists at `path`. @throws MlflowError when a link leaves the root */
export async function locate(root: string, path: SafePath): Promise<string | undefined> {
  try {
    return await resolveExisting(root, path)
  } catch (error) {
    throw asClientError(error, path)
  }
}

/** Errors that a client can understand; the rest (no permission, a broken disk) stays what it is. */
export function asClientError(error: unknown, path: SafePath): unknown {
  switch (errorCode(error)) {
    case 'EISDIR':
      return isFolder(path)
    case 'EEXIST':
    case 'ENOTDIR':
      return invalidParameter(`Invalid path: a part of '${path}' is a file, not a directory`)
    case 'ENAMETOOLONG':
      return invalidPath()
    case 'EFBIG':
      return invalidParameter(`'${path}' would be larger than a file can be here.`)
    case 'ENOSPC':
    case 'EDQUOT':
      return new InsufficientStorage(`No space is left to store '${path}'; nothing was changed.`, {
        cause: error,
      })
    default:
      return error
  }
}

export function toInfo(path: string, stats: BigIntStats): FileInfo {
  if (stats.isDirectory()) return { path, is_dir: true, mtime: Number(stats.mtimeMs) }
  return {
    path,
    is_dir: false,
    file_size: Number(stats.size),
    mtime: Number(stats.mtimeMs),
    etag: `"${stats.mtimeNs.toString(36)}-${stats.size.toString(36)}-${stats.ino.toString(36)}"`,
  }
}
