import { MlflowError } from '@millrace/contract'
import type { SqliteHandle } from '../db/sqlite.ts'
import { ChangeLog } from './change-log.ts'
import { ChangedFiles } from './changed-files.ts'
import { changeFiles, type FolderMove, moveFolders } from './file-writer.ts'
import type { Places } from './places.ts'
import type { Watcher } from './watcher.ts'

/** Writes what a transaction of the mirror changed to the files, before it is committed. */
export class WriteThrough {
  readonly log: ChangeLog
  readonly #handle: SqliteHandle
  readonly #places: Places
  #watcher: Watcher | undefined

  constructor(handle: SqliteHandle, places: Places) {
    this.#handle = handle
    this.#places = places
    this.log = new ChangeLog(handle)
  }

  /** Tells it of every file from now on. */
  tell(watcher: Watcher): void {
    this.#watcher = watcher
  }

  /** Durable when it resolves; where it fails, the transaction must be rolled back. */
  async flush(): Promise<void> {
    const changes = this.log.take()
    if (changes.length === 0) return
    const changed = new ChangedFiles(this.#handle, this.#places)
    await this.#move(changed.renames(changes))
    changed.add(changes)
    const folders = [...new Set(changed.files.map(({ folder }) => folder))]
    this.#watcher?.begin(folders)
    const touched = await changeFiles(changed.files).catch((error: unknown) => {
      // The watcher finds what was written nevertheless, and the mirror follows the files.
      this.#watcher?.end(folders, [])
      throw explained(error)
    })
    this.#watcher?.end(folders, touched)
    await this.#move(changed.moves)
    changed.done()
  }

  async #move(moves: readonly FolderMove[]): Promise<void> {
    await moveFolders(moves)
    for (const { from, to } of moves) this.#watcher?.moved(from, to)
  }
}

/** Keys are paths: of one that names a file no other can begin with it and a slash. */
const TAKEN = new Set<unknown>(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'])

function explained(error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  if (!TAKEN.has(code)) return error
  return new MlflowError(
    'INVALID_PARAMETER_VALUE',
    `A key of this name cannot be kept beside the ones that are there: this server keeps its data in a folder, where ${path} would have to be a file and a folder.`,
    { cause: error },
  )
}
