import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { appendToUri } from '@millrace/artifacts'
import type { Executor } from '../db/executor.ts'
import { ThreadedLongReads } from '../db/long-reads.ts'
import type { OpenedDatabase, OpenOptions } from '../db/open.ts'
import { UnusableDatabase } from '../db/revision.ts'
import { openHandle, SqliteExecutor, type SqliteHandle } from '../db/sqlite.ts'
import { prepareDatabase } from '../db/sqlite-setup.ts'
import { SqliteWriter } from '../db/sqlite-writer.ts'
import { insertInPieces } from '../transfer/insert-rows.ts'
import { FolderExecutor } from './folder-executor.ts'
import { FolderNews } from './folder-news.ts'
import { loadHistory } from './history-file.ts'
import { experimentsOf, HISTORY, holdsFileStore, MODELS, TRASH } from './layout.ts'
import { loadMirror } from './load.ts'
import { Places } from './places.ts'
import { Refresh } from './refresh.ts'
import { makeScratch } from './scratch.ts'
import { folderOf } from './uri.ts'
import { asThings, type Thing, thingsInExperiment, thingsInRegistry } from './watched-things.ts'
import { Watcher } from './watcher.ts'
import { WriteThrough } from './write-through.ts'

/**
 * Opens a folder of MLflow's file store: a database in a temporary file mirrors it, so that all reads are those of a
 * database, and every write goes to the folder's files before it is answered.
 */
export async function openFileStore(options: OpenOptions): Promise<OpenedDatabase> {
  const root = folderOf(options.uri)
  try {
    return await openFolder(await usableFolder(root), options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new UnusableDatabase(`${root} cannot be used: ${(error as Error).message}`, { cause: error })
  }
}

async function openFolder(root: string, options: OpenOptions): Promise<OpenedDatabase> {
  const scratch = makeScratch()
  const file = join(scratch.path, 'mirror.db')
  const handle = openMirror(file, options)
  const warn = options.warn ?? console.error
  const known = await loadMirror(handle, allThings(root), warn)
  const damaged = loadHistory(handle, root)
  if (damaged > 0)
    warn(`${join(root, HISTORY)}: lines that are no changes of the registry (${damaged}) are passed over.`)
  handle.pragma('synchronous = OFF')
  const places = new Places(root)
  const through = new WriteThrough(handle, places)
  const executor = new FolderExecutor(handle, root)
  const writer = new SqliteWriter(handle, {
    executor,
    beforeCommit: () => through.flush(),
    committed: () => through.committed(),
    rolledBack: () => through.rolledBack(),
  })
  const news = new FolderNews()
  const refresh = new Refresh({ places, writer, through, news, warn })
  if (experimentsOf(root).length === 0) await writer.write((tx) => insertDefault(tx, options))
  const reading = openHandle(file, { readonly: true })
  const threads = Math.min(4, Math.max(2, availableParallelism() - 1))
  const longReads = new ThreadedLongReads(file, options.workerScript, threads)
  const watcher = new Watcher(root, known, refresh, warn)
  through.tell(watcher)
  return {
    db: new SqliteExecutor(reading),
    writer,
    longReads,
    news,
    close: async () => {
      await watcher.close()
      await writer.close()
      await longReads.close()
      reading.close()
      handle.close()
      scratch.forget()
    },
  }
}

/** What a file store has in any case. */
const OURS: ReadonlySet<string> = new Set([TRASH, MODELS, HISTORY])

/** A folder that is there must be empty or a file store; one that is not there is made. */
async function usableFolder(root: string): Promise<string> {
  const asDatabase = `for a SQLite database give sqlite:///${root}.`
  if (!existsSync(root) && /\.(db|sqlite3?)$/i.test(root))
    throw new UnusableDatabase(`${root} would be made a folder of MLflow's file store; ${asDatabase}`)
  if (!existsSync(root)) await mkdir(root, { recursive: true })
  if (!statSync(root).isDirectory())
    throw new UnusableDatabase(`${root} is a file, not a folder; ${asDatabase}`)
  if (!holdsFileStore(root) && readdirSync(root).some((name) => !OURS.has(name))) {
    throw new UnusableDatabase(
      `${root} is neither empty nor a file store of MLflow: no experiment in it has a meta.yaml. Give another folder, or a database.`,
    )
  }
  await mkdir(join(root, TRASH), { recursive: true })
  await mkdir(join(root, MODELS), { recursive: true })
  return root
}

/** What the files say is durable, the mirror need not be: it is made anew at each start. */
function openMirror(file: string, { artifactRoot, now }: OpenOptions): SqliteHandle {
  const handle = openHandle(file)
  prepareDatabase(handle, { file, artifactRoot, now })
  handle.exec('delete from experiments')
  return handle
}

function allThings(root: string): Thing[] {
  const experiments = experimentsOf(root)
  const within = experiments.flatMap(thingsInExperiment)
  return [
    ...asThings('experiment', experiments),
    // A model's points name the runs that logged them.
    ...within.filter(({ kind }) => kind === 'run'),
    ...within.filter(({ kind }) => kind === 'logged_model'),
    ...thingsInRegistry(root),
  ]
}

async function insertDefault(tx: Executor, { artifactRoot, now }: OpenOptions): Promise<void> {
  const row = {
    experiment_id: 0,
    name: 'Default',
    artifact_location: appendToUri(artifactRoot, '0'),
    lifecycle_stage: 'active',
    creation_time: now,
    last_update_time: now,
    workspace: 'default',
  }
  await insertInPieces(tx, 'experiments', [row], false)
}
