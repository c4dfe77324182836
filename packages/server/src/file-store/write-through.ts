import { MlflowError } from '@millrace/contract'
import type { SqliteHandle } from '../db/sqlite.ts'
import { ChangeLog } from './change-log.ts'
import { ChangedFiles } from './changed-files.ts'
import {
  type Appended,
  changeFiles,
  type FileChange,
  type FolderMove,
  moveFolders,
  type Touched,
  takeBackLines,
} from './file-writer.ts'
import type { Places } from './places.ts'
import type { Watcher } from './watcher.ts'

/** Writes what a transaction of the mirror changed to the files, before it is committed. */
export class WriteThrough {
  readonly #log: ChangeLog
  readonly #handle: SqliteHandle
  readonly #places: Places
  #watcher: Watcher | undefined
  /** Folders that the running transaction has written to. */
  readonly #written = new Set<string>()
  readonly #appended: Appended[] = []

  constructor(handle: SqliteHandle, places: Places) {
    this.#handle = handle
    this.#places = places
    this.#log = new ChangeLog(handle)
  }

  /** Tells it of every file from now on. */
  tell(watcher: Watcher): void {
    this.#watcher = watcher
  }

  /** Durable when it resolves; where it fails, the transaction must be rolled back. */
  async flush(): Promise<void> {
    const changes = this.#log.take()
    if (changes.length === 0) return
    const changed = new ChangedFiles(this.#handle, this.#places)
    const renames = changed.renames(changes)
    await this.#move(renames)
    try {
      changed.add(changes)
      await this.#change(changed.files)
      await this.#move(changed.moves)
    } catch (error) {
      await this.#move(renames.map(({ from, to }) => ({ from: String(to), to: from })))
      throw explained(error)
    }
    changed.done()
  }

  /** Takes over what files say: after what others have changed in this transaction is in them, and without writing it. */
  async fromFiles(work: () => Promise<void>): Promise<void> {
    await this.flush()
    await this.#log.quietly(work)
  }

  committed(): void {
    this.#written.clear()
    this.#appended.length = 0
  }

  /**
   * Lines go again: who repeats the write would have them twice. What else was written is there all the same: the watcher
   * is to look again, and the mirror follows the files.
   */
  async rolledBack(): Promise<void> {
    await takeBackLines(this.#appended.splice(0))
    const touched = [...this.#written].map((folder) => ({ folder, difference: 1 }))
    this.#watcher?.end([], touched)
    this.#written.clear()
  }

  async #change(files: readonly FileChange[]): Promise<void> {
    const folders = [...new Set(files.map(({ folder }) => folder))]
    this.#watcher?.begin(folders)
    let touched: readonly Touched[] = []
    try {
      for (const folder of folders) this.#written.add(folder)
      touched = await changeFiles(files, this.#appended)
    } finally {
      this.#watcher?.end(folders, touched)
    }
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
