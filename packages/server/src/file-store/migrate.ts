import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { withoutPassword } from '../db/uri.ts'
import { type CopyReport, copyStore, type Progress } from '../transfer/copy.ts'
import { openForTransfer } from '../transfer/open-database.ts'
import { select } from '../transfer/read-database.ts'
import { DatabaseTarget } from '../transfer/write-database.ts'
import { findFileStore } from './find.ts'
import type { FolderSource } from './folder-source.ts'

export interface Migration {
  /** A file store, or a folder that has one in its `mlruns`. */
  readonly source: string
  /** The URI of a database. */
  readonly target: string
  readonly onProgress?: (progress: Progress) => void
}

/** Takes a file store over into a database; to repeat it brings only what is missing. */
export async function migrateFileStore({ source, target, onProgress }: Migration): Promise<CopyReport> {
  const root = findFileStore(source)
  const { FolderSource } = await import('./folder-source.ts')
  const folder = new FolderSource(root, './mlartifacts')
  const database = await openForTransfer(target, { readOnly: false })
  try {
    await database.writer.write((tx) => adoptDefault(tx, folder))
    return await copyStore(folder, new DatabaseTarget(withoutPassword(target), database), {
      selection: {},
      artifacts: false,
      ...(onProgress && { onProgress }),
    })
  } finally {
    await database.close()
  }
}

/** A new database has an experiment 0 that nobody made: the folder's takes its place. */
async function adoptDefault(tx: Executor, folder: FolderSource): Promise<void> {
  const row = folder.experiment('0')
  if (row === undefined || !(await isNew(tx))) return
  const update = sql`update experiments set name = ${row.name}, artifact_location = ${row.artifact_location},
    creation_time = ${row.creation_time} where experiment_id = 0`
  await tx.query({ compile: () => update.compile(tx.builder) })
}

async function isNew(tx: Executor): Promise<boolean> {
  const experiments = await select(tx, 'experiments', sql`true limit 2`)
  const runs = await select(tx, 'runs', sql`true limit 1`)
  return experiments.length === 1 && String(experiments[0]?.experiment_id) === '0' && runs.length === 0
}
