import { doesNotExist, MlflowError } from '@millrace/contract'
import { openLocal } from '../local.ts'
import type { ArtifactRepository, FileInfo } from '../repository.ts'
import { type SafePath, safePath } from '../safe-path.ts'
import { atOnce } from './at-once.ts'
import { copyFile } from './file.ts'
import { localFolder, placeOf } from './local-source.ts'

export type TransferSource = Pick<ArtifactRepository, 'list' | 'stat' | 'read' | 'sha256'>

/** How far a transfer is. Sizes are bytes; totals grow while folders are still being listed. */
export interface TransferProgress {
  readonly files: number
  readonly filesDone: number
  readonly bytes: number
  /** What was there already from an earlier try counts. */
  readonly bytesDone: number
  /** The file that moved last. */
  readonly path: string
}

export interface TransferOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: TransferProgress) => void
  /** Files, and parts of a large file, under way at once. */
  readonly parallel?: number
  /** Larger files go in parts of this many bytes where both sides can. */
  readonly partBytes?: number
  /** How often a file or part is tried again. */
  readonly retries?: number
  /** Whether both sides' SHA-256 are compared at the end, where both can tell them; sizes always are. */
  readonly verify?: boolean
  /** A folder for notes on large files under way: with it a later call goes on where an earlier one broke off. */
  readonly notes?: string
}

const DEFAULTS = { parallel: 8, partBytes: 32 * 1024 * 1024, retries: 5, verify: true }

export type Settings = TransferOptions & typeof DEFAULTS

/** What was moved. */
export interface TransferResult {
  readonly files: number
  readonly bytes: number
}

/**
 * Stores a local file, or a folder with all it holds, below the folder `path` of a repository. A file keeps its name.
 * @throws MlflowError for names that no store takes, before anything of that file is sent
 */
export async function uploadTree(
  repository: ArtifactRepository,
  local: string,
  path: SafePath,
  options: TransferOptions = {},
): Promise<TransferResult> {
  const { folder, name } = await placeOf(local)
  return copyTree(localFolder(folder), safe(name), repository, path, options)
}

/** Fetches a file or a folder of a repository into a local folder, which is made; what is fetched keeps its name, a root has none. */
export async function downloadTree(
  repository: ArtifactRepository,
  path: SafePath,
  folder: string,
  options: TransferOptions = {},
): Promise<TransferResult> {
  return copyTree(repository, path, openLocal(folder), safe(''), options)
}

async function copyTree(
  from: TransferSource,
  start: SafePath,
  to: ArtifactRepository,
  into: SafePath,
  options: TransferOptions,
): Promise<TransferResult> {
  const settings: Settings = { ...DEFAULTS, ...options }
  const total = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  const above = start.slice(0, start.lastIndexOf('/') + 1)
  const found = async function* () {
    for await (const file of filesFrom(from, start)) {
      total.files += 1
      total.bytes += file.file_size ?? 0
      yield file
    }
  }
  await atOnce(settings.parallel, found(), async (file) => {
    const target = safe(`${into}/${file.path.slice(above.length)}`.replace(/^\/+/, ''))
    const moved = (bytes: number) => {
      total.bytesDone += bytes
      settings.onProgress?.({ ...total, path: file.path })
    }
    await copyFile({ from, file, source: safe(file.path), to, target }, settings, moved)
    total.filesDone += 1
    moved(0)
  })
  return { files: total.filesDone, bytes: total.bytes }
}

/** The file at `start`, or all that the folder there holds. */
async function* filesFrom(from: TransferSource, start: SafePath): AsyncGenerator<FileInfo> {
  const found = start === '' ? undefined : await from.stat(start)
  if (found && !found.is_dir) return void (yield found)
  let isEmpty = true
  for await (const file of filesUnder(from, start)) {
    isEmpty = false
    yield file
  }
  if (isEmpty && start !== '' && !found) throw doesNotExist(`No such artifact: '${start}'`)
}

async function* filesUnder(from: TransferSource, folder: SafePath): AsyncGenerator<FileInfo> {
  for await (const child of from.list(folder)) {
    if (!child.is_dir) yield child
    else if (!child.is_link) yield* filesUnder(from, safe(child.path))
  }
}

function safe(path: string): SafePath {
  try {
    return safePath(path, { decoded: true })
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error
    throw new MlflowError(error.code, `The name '${path}' cannot be that of an artifact.`, { cause: error })
  }
}
